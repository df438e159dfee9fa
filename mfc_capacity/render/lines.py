"""Where a line of text is not broken."""

import re

HELD = "\N{NO-BREAK SPACE}"

# A date, a duration, an option with its value, a number with what it counts. A value is in capitals or digits, looks
# like a path, or names a table; other words after an option are taken for the sentence around it.
_TOGETHER = re.compile(
    r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b(?: \d{4})?"
    r"|\b\d+[hm] (?=\d[\d.]*[ms]\b)"
    r"|(?:[≤≥≈±]|[<>]=) (?=-?\d)|--table (?=\w)|--[a-z][a-z-]* (?=[A-Z]+\b|\d|[\w/.-]*\w[./=]\w)"
    r"|(?<![\w.:/-])-?\d(?:[\d,.]*\d)? (?:of (?=\d)|(?:mln |million )?(?=[^\W\d]|%))"
)


def together(text: str) -> str:
    """Return a text in which spaces do not break where a number stands with its unit."""
    return _TOGETHER.sub(lambda match: match[0].replace(" ", HELD), text)
