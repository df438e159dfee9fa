"""Text that is shown and not obeyed, in the letters that there are."""

import unicodedata

_OBEYED = ("Cc", "Cf", "Cs", "Zl", "Zp")  # control, formatting, surrogates, ends of lines and paragraphs

# Signs that screens may lack, and what is written in their place.
TWINS = {
    "≤": "<=", "≥": ">=", "±": "+/-", "×": "x", "·": "*", "≈": "~", "→": "->", "°": " deg",
    "–": "-", "—": "-", "−": "-", "…": "...", "«": '"', "»": '"', "“": '"', "”": '"', "„": '"',
    "‘": "'", "’": "'", "№": "No.", "✓": "+", "✗": "x", "\N{NO-BREAK SPACE}": " ",
}  # fmt: skip


def visible(text: str) -> str:
    r"""Return text in which control and formatting characters are seen instead of obeyed.

    >>> visible("a\x1b[31m")
    'a\\x1b[31m'
    """
    if text.isprintable():
        return text
    return "".join(c if unicodedata.category(c) not in _OBEYED else ascii(c)[1:-1] for c in text)


def is_text(text: str) -> bool:
    """Return whether a text can be written; bytes of the command line that are no characters, and surrogates, cannot.

    >>> is_text("смета"), is_text(chr(0xDCFF))
    (True, False)
    """
    return not any(0xD800 <= ord(character) <= 0xDFFF for character in text)


def has(encoding: str, characters: str) -> bool:
    """Return whether an encoding has characters."""
    try:
        characters.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def with_twins(text: str, encoding: str) -> str:
    """Return text in which signs that an encoding lacks are written in ASCII; letters that it lacks are left.

    >>> with_twins("≤ 5 – 7 × ф", "ascii"), with_twins("≤ 5 – 7 × ф", "cp1251")
    ('<= 5 - 7 x ф', '<= 5 – 7 x ф')
    """
    if has(encoding, text):
        return text
    return "".join(TWINS[c] if c in TWINS and not has(encoding, c) else c for c in text)
