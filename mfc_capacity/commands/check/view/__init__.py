"""A check as text, one module a format: what a person reads, and what each CI system reads."""

from collections.abc import Callable

from mfc_capacity.answers.check import CheckReport
from mfc_capacity.commands.check.view import github, gitlab, json, junit, markdown, sarif, text

__all__ = ["CHECK_FORMATS", "FOR_PEOPLE"]

CHECK_FORMATS: dict[str, Callable[[CheckReport], str]] = {
    "text": text.render,
    "json": json.render,
    "github": github.render,
    "gitlab": gitlab.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "markdown": markdown.render,
}
# These are words and may follow one another on one stream; the others are documents.
FOR_PEOPLE = ("text", "github")
