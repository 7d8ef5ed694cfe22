"""What `layer-conformance token` works with: tokens, keys and options as people give them."""
