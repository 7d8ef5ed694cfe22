"""From feature files to pytest items."""
