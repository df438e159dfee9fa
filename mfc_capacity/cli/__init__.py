"""The command line: Typer parses, one place turns errors into text and exit codes, data goes to stdout and words to stderr.

Commands import the engine when they run, so that `--help` and `validate` start without NumPy and SciPy.
"""
