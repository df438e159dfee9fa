"""HTML: a page's blocks, tables, and charts as inline SVG."""
