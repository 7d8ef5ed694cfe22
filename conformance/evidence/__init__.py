"""What was sent and what came back: the only thing that a verdict may rest on."""
