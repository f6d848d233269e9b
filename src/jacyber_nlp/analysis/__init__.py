"""What many documents say together."""
