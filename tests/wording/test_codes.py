"""Every code that the package says has its sentence, and the sentence takes the facts that are said."""

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from mfc_capacity import wording
from tests.conftest import ROOT

PACKAGE = ROOT / "mfc_capacity"


def said(path: Path) -> Iterator[tuple[str, list[str | None]]]:
    """Yield the code and the names of the facts of each message that a file makes from a literal code."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(ast.Name("say"), [ast.Constant(code)], facts):
                yield str(code), [fact.arg for fact in facts]


def is_sayable(code: str, facts: list[str | None]) -> bool:
    module, _, name = code.partition(".")
    sentence: Any = getattr(import_module(f"{wording.__name__}.{wording.LANGUAGE}.{module}"), name, None)
    if not callable(sentence):
        return isinstance(sentence, str) and not facts
    try:
        inspect.signature(sentence).bind(**{str(fact): None for fact in facts})
    except TypeError:
        return False
    return True


def test_every_code_has_its_sentence() -> None:
    messages = [message for path in sorted(PACKAGE.rglob("*.py")) for message in said(path)]
    assert len(messages) > 100
    assert [code for code, facts in messages if not is_sayable(code, facts)] == []
