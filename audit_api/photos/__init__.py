"""Evidence: taken in, and served."""
