"""What is done about weaknesses, and what became of it."""
