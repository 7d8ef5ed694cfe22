"""The examiner: one examination of one target, without pytest and without the reference."""
