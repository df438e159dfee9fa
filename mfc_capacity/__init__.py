"""Contact-centre capacity planning from a text file: operators, waits and money."""

__version__ = "0.1.0"
