"""Text with places: problems, units, the YAML tree, tables, git revisions."""
