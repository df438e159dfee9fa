"""What a sum buys."""
