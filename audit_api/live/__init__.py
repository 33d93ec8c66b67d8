"""Open pages hear of changes."""
