"""Reading and writing many documents well: in batches, in turns, and by one process at a time."""
