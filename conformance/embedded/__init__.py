"""The suite's own reference actors as targets of an examination."""
