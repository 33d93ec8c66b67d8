"""What a manager should know today."""
