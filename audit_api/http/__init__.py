"""Requests as they are read and answers as they are sent: what all routes share."""
