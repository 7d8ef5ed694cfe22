"""What `layer-conformance gate` demands of a verdict, and why it refuses one."""
