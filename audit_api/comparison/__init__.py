"""Branches of a league side by side, and what drives their results."""
