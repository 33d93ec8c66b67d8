"""E-mails: written, sent, and repeated until they go."""
