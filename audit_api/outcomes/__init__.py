"""What branches achieved, as the client tells, and whether the index goes with it."""
