"""Who is there against who is needed, by week; the classes that close the gap, and what callers meet until then."""
