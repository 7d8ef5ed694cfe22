"""A run becomes files and lines: the only package that knows what a report looks like."""
