"""Files to take away: ordered here, and written to standard output in a process of their own."""
