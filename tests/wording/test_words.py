"""Words apart: what the engine says is found in the wording, and no sentence for users stands anywhere else."""

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import BaseModel

from mfc_capacity.files.problems import say
from mfc_capacity.scenario import format as written
from mfc_capacity.wording import text
from mfc_capacity.wording.en.keys import DESCRIPTIONS
from tests.conftest import ROOT

PACKAGE = ROOT / "mfc_capacity"
MODULES = sorted(PACKAGE.rglob("*.py"))

WORDLESS = ("files", "scenario", "demand", "staffing", "plan", "answers", "commands", "cli")
FACES = ("view.py", "view")  # of a command: what puts words to what its engine has found
# What no user reads as a sentence: the reason of a fault of the tool, and a line that says whose text it is.
FAULTS = ("ValueError", "TypeError", "AssertionError")
MARK = "# no words: "
WORD = re.compile(r"[A-Za-z][a-z]*'?[a-z]*")
LETTERS_AND_MARKS = re.compile(r"[\w\s.,;:'\"()/%+?!-]+")


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def said(path: Path) -> Iterator[ast.Call]:
    """Yield every call of `say` with a code that stands there as a text."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            yield node


@pytest.mark.parametrize("path", [path for path in MODULES if any(said(path))], ids=name_of)
def test_what_is_said_is_found_in_the_wording(path: Path) -> None:
    for call in said(path):
        code, *others = call.args
        if not isinstance(code, ast.Constant):
            continue  # a code that is handed on stands as a text where it comes from
        assert not others, f"{call.lineno}: facts have names"
        module, _, name = code.value.partition(".")
        sentence = getattr(import_module(f"mfc_capacity.wording.en.{module}"), name)
        facts = [keyword.arg for keyword in call.keywords]
        if None in facts:
            continue
        if callable(sentence):
            inspect.signature(sentence).bind(**dict.fromkeys(map(str, facts)))
        else:
            assert isinstance(sentence, str), f"{call.lineno}: {code.value} is no sentence"
            assert not facts, f"{call.lineno}: {code.value} takes no facts"


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the texts of a module that read like a sentence: three words or more, with blanks between them."""
    lines = path.read_text(encoding="utf-8").splitlines()
    tree = parsed(path)
    statements = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    raised = [node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise)]
    of_faults = [
        error for error in raised if isinstance(error, ast.Call) and ast.unparse(error.func) in FAULTS
    ]
    wordless = {id(node) for node in statements if isinstance(node, ast.Constant)}  # docstrings
    wordless |= {id(node) for error in of_faults for node in ast.walk(error)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in wordless:
            is_marked = any(MARK in line for line in lines[node.lineno - 1 : node.end_lineno])
            if not is_marked and reads_like_a_sentence(node.value):
                yield node.lineno, node.value


def reads_like_a_sentence(value: str) -> bool:
    """Names of keys and columns, joined by blanks, are no sentence: they are lower case with underscores."""
    words = [part.strip(".,;:?!'\"()") for part in value.split(" ")]
    plain = [word for word in words if WORD.fullmatch(word)]
    return len(plain) >= 3 and bool(LETTERS_AND_MARKS.fullmatch(value))


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if name_of(path).startswith(WORDLESS) and not {*path.parts} & {*FACES}],
    ids=name_of,
)
def test_no_sentence_stands_outside_the_wording(path: Path) -> None:
    found = [f"{line}: {value}" for line, value in sentences(path)]
    assert not found


def test_every_key_of_the_format_says_what_it_is_for() -> None:
    parts = [
        part
        for part in vars(written).values()
        if isinstance(part, type) and issubclass(part, BaseModel) and part.model_fields
    ]
    keys = {
        f"{part.__name__}.{field.alias or name}"
        for part in parts
        for name, field in part.model_fields.items()
    }
    assert {*DESCRIPTIONS} == {part.__name__ for part in parts} | keys | {
        "Sourced",
        "Sourced.source",
        "Sourced.range",
    }


def test_messages_among_the_facts_become_words() -> None:
    inner = say("files.did_you_mean", word="mfc")
    assert (
        text(say("scenario.in_variant", name="slow", message=inner)) == "in variant slow: did you mean mfc?"
    )
    assert text(say("files.it_has", names=(inner, "aht"))) == "it has did you mean mfc?, aht"
