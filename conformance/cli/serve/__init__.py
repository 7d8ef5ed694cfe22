"""What `layer-conformance serve` offers beside the reference: target files, and the validator's page."""
