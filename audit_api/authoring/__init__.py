"""Checklists on their way to being published."""
