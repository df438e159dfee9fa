"""The sentences and names that a user meets, in English."""
