"""The HTTP application: connects checklists and media to MongoDB and to people."""
