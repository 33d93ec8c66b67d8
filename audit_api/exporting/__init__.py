"""Writing a file, in a process of its own: reads the database, and writes the file to standard output."""
