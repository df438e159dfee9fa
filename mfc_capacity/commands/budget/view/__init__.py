"""What sums of money buy, and what they carry, as it is shown."""
