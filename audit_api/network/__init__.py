"""What is audited: programmes, their regions and branches, and rounds of fieldwork."""
