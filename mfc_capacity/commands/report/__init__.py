"""The page by which people decide."""
