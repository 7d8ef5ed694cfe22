"""What happens in a run, in the order that `loop` shows."""
