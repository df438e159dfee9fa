"""The command line: data on stdout, words on stderr, an exit code that a pipeline can act on.

Typer only parses, and one place turns errors into text and exit codes.

Commands import the engine when they run, so that `--help` and `validate` start without NumPy and SciPy.
"""
