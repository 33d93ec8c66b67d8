"""Managers object to what an audit says, and the office decides."""
