"""What is known of whole leagues: worked out at night, brought up to date with each audit."""
