"""The nouns of the protocol: pure values, without I/O and without a clock."""
