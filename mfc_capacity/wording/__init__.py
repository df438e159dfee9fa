"""Codes and facts to sentences: a folder a language, a module a part of the tool, a function or text a sentence."""

from importlib import import_module
from typing import Any

from mfc_capacity.files.problems import Message

LANGUAGE = "en"


def text(message: Message | str) -> str:
    """Return the sentence of a message; messages among its facts are put into words first."""
    if isinstance(message, str):
        return message
    module, _, name = message.code.partition(".")
    sentence: Any = getattr(import_module(f"{__name__}.{LANGUAGE}.{module}"), name)
    if not message.facts:
        return str(sentence() if callable(sentence) else sentence)
    return str(sentence(**{key: _fact(fact) for key, fact in message.facts}))


def _fact(fact: Any) -> Any:
    if isinstance(fact, tuple):
        return tuple(map(_fact, fact))
    return text(fact) if isinstance(fact, Message) else fact
