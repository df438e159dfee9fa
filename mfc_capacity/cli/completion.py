"""What a shell completes besides files and options: the variants and the dotted paths of the scenario that is named.

It reads the file as it stands, and offers nothing where that is not there yet or is no YAML.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

SEPARATORS = ". ="  # a key that has one cannot stand in a path without quotes


def variants(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the variants of the scenario."""
    own = _scenario(ctx).get("variants")
    return [name for name in own if name.startswith(incomplete)] if isinstance(own, dict) else []


def paths(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the dotted paths of the scenario's values, but for those inside its variants."""
    known = {key: value for key, value in _scenario(ctx).items() if key != "variants"}
    return [path for path in _paths(known) if path.startswith(incomplete)]


def _paths(part: dict[str, Any], *above: str) -> Iterator[str]:
    for key, value in part.items():
        if not any(separator in key for separator in SEPARATORS):
            if isinstance(value, dict) and "value" not in value:  # a figure with its source or range is one
                yield from _paths(value, *above, key)
            else:
                yield ".".join((*above, key))


def _scenario(ctx: typer.Context) -> dict[str, Any]:
    """Return the first scenario on the command line, with every value as it is written."""
    import yaml

    path = next((word for word in ctx.args if not word.startswith("-")), None)
    if path is None:
        return {}
    try:
        loader = getattr(
            yaml, "CBaseLoader", yaml.BaseLoader
        )  # of texts alone, so that dates stay as written
        content = yaml.load(Path(path).read_bytes(), loader)  # noqa: S506
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    return content if isinstance(content, dict) else {}
