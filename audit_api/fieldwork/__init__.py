"""What shoppers are sent out to do, what they report back, and what their phones carry."""
