"""The report as a page for a browser, with its style and its script."""
