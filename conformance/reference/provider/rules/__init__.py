"""The pieces of the provider, one module a chapter."""
