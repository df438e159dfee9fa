"""Dotted paths: `hotlines.mfc.aht`; a name with a dot or an equals sign is quoted: `hotlines."a.b".aht`."""

import re
from collections.abc import Iterable

_PART = re.compile(r'"((?:[^"]|"")*)"|([^."=]+)')


def dotted(path: Iterable[str | int]) -> str:
    r"""Return a path as text.

    >>> dotted(["hotlines", "a.b", "aht"])
    'hotlines."a.b".aht'
    """
    return ".".join(_quoted(str(part)) for part in path)


def split_path(text: str) -> tuple[list[tuple[str, int]], int]:
    r"""Read the path at the start of a text: its parts with the column (from 1) of each, and where it ends.

    >>> split_path('hotlines."a.b".aht=3m')
    ([('hotlines', 1), ('a.b', 10), ('aht', 16)], 18)
    """
    parts: list[tuple[str, int]] = []
    position = 0
    while match := _PART.match(text, position):
        quoted, bare = match.groups()
        parts.append((quoted.replace('""', '"') if bare is None else bare.strip(), match.start() + 1))
        position = match.end()
        if not text.startswith(".", position):
            return parts, position
        position += 1
    return parts, -1


def _quoted(part: str) -> str:
    if _PART.fullmatch(part) and not part.startswith('"') and part == part.strip():
        return part
    return '"' + part.replace('"', '""') + '"'
