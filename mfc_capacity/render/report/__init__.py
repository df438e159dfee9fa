"""The report: a page for a browser, its charts, its style and its script."""
