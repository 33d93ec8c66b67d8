"""Accounts, and who is asking."""
