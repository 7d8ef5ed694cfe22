"""Text as terminals and files can show it: printable characters, wrapped lines, findings as sentences."""
