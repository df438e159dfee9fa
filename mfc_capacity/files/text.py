"""Text that is shown and not obeyed."""

import unicodedata

_OBEYED = ("Cc", "Cf", "Cs", "Zl", "Zp")  # control, formatting, surrogates, ends of lines and paragraphs


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
