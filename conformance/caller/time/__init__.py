"""How time passes at a target: its skew, waiting for it, and moving its clock."""
