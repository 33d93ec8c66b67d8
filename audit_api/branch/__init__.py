"""What is known of one branch."""
