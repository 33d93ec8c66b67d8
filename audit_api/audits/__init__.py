"""Audits: received once, whole or not at all, and read again."""
