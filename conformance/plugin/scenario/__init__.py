"""What happens around one scenario: its recording, its result, its cleanup."""
