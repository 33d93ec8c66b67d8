"""The office looks at audits: what waits, what is suspicious, and what is decided."""
