"""Text that is shown and not obeyed."""

import unicodedata


def visible(text: str) -> str:
    r"""Return text in which control and formatting characters are seen instead of obeyed.

    >>> visible("a\x1b[31m")
    'a\\x1b[31m'
    """
    if text.isprintable():
        return text
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs") else ascii(c)[1:-1] for c in text)
