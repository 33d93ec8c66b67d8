"""Checklists, answers, scores and the customer-centricity index. Pure: no I/O, no clock."""
