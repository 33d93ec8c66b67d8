"""Photos that arrive in parts (tus 1.0.0)."""
