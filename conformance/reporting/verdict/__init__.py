"""verdict.json: written, read, checked."""
