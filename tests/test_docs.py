"""Every output that the documentation shows is that of the command beside it; --rewrite-golden records it."""

import re
import shlex
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from tests.conftest import ROOT, Ran

Run = Callable[..., Ran]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = "..."
SAID: dict[str, str] = {}  # by command: pages share some


def steps(block: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a block with the output shown below it."""
    for step in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
        if step.strip():
            command, _, shown = step.partition("\n")
            yield command.removeprefix("$ "), shown


def said(run: Run, command: str) -> str:
    if command not in SAID:
        words = shlex.split(command)
        assert words[0] == "mfc-capacity"
        ran = run(*words[1:])
        assert ran.code in (0, 1, 2, 3), ran.err
        lines = (ran.text + ran.err).replace("\r\n", "\n").splitlines()
        SAID[command] = "".join(f"{line.rstrip()}\n" for line in lines)
    return SAID[command]


def agrees(shown: str, real: str) -> bool:
    """Compare, with a line of three dots standing for any lines."""
    kept = re.split(rf"^{re.escape(LEFT_OUT)}\n", without_last_digits(shown), flags=re.MULTILINE)
    return re.fullmatch(r"(?:.*\n)*?".join(map(re.escape, kept)), without_last_digits(real)) is not None


def without_last_digits(text: str) -> str:
    """Round what is shown in full precision to 11 digits: the last ones depend on the processor."""
    return re.sub(r"\d+\.\d{9,}", lambda match: f"{float(match[0]):.11g}", text)


def rewritten(page: Path, run: Run) -> str:
    def renewed(match: re.Match[str]) -> str:
        parts = [f"$ {command}\n{refreshed(shown, said(run, command))}" for command, shown in steps(match[1])]
        return f"```console\n{''.join(parts)}```"

    return BLOCK.sub(renewed, page.read_text(encoding="utf-8"))


def refreshed(shown: str, real: str) -> str:
    """Return the real output; where lines were left out, each part that was kept as it now is."""
    kept = re.split(rf"^{re.escape(LEFT_OUT)}\n", shown, flags=re.MULTILINE)
    if len(kept) == 1:
        return real
    lines, start, parts = real.splitlines(), 0, []
    for part in map(str.splitlines, kept):
        start = max(
            range(start, len(lines) - len(part) + 1),
            key=lambda at, part=part: sum(map(alike, part, lines[at : at + len(part)])),  # type: ignore[misc]
        )
        parts.append("".join(f"{line}\n" for line in lines[start : start + len(part)]))
        start += len(part)
    return f"{LEFT_OUT}\n".join(parts)


def alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_shown_outputs_are_real(page: Path, run: Run, pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--rewrite-golden"):
        page.write_text(rewritten(page, run), encoding="utf-8")
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for command, shown in steps(block):
            assert agrees(shown, said(run, command)), f"{page.name}: $ {command}\n{said(run, command)}"


def test_the_readme_shows_the_plan_and_both_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "$ mfc-capacity plan scenarios/moscow-2014.yaml\n" in text
    for marker in ("<!-- install -->", "<!-- test -->"):
        assert re.search(rf"^{marker}\n```bash\npython3 -m venv .venv && ", text, re.MULTILINE)


def test_links_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
