"""kill -9 in the middle of work."""
