"""What a run prints: the summary, its failures, the table, the time left."""
