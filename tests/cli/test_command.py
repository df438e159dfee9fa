"""The command as scripts see it: exit codes, streams, files, encodings, and what it loads."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

from mfc_capacity.plan import answer as plans
from tests.conftest import ROOT, Ran

Run = Callable[..., Ran]
MINIMAL = "scenarios/minimal.yaml"


def command(*arguments: str, env: dict[str, str] | None = None, stdin: bytes = b"") -> Ran:
    done = subprocess.run(
        [sys.executable, "-m", "mfc_capacity", *arguments],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        input=stdin,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr.decode(errors="replace"))


def test_done_is_0(run: Run) -> None:
    ran = run("plan", MINIMAL)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan"],
        ["plan", "nowhere.yaml"],
        ["plan", "scenarios"],
        ["plan", MINIMAL, "--nonsense"],
        ["plan", MINIMAL, "-f", "pdf"],
        ["plan", MINIMAL, "--table", "years"],
        ["plan", MINIMAL, "--variant", "none"],
        ["plan", MINIMAL, "--set", "hotlines.helpdesk.aht=fast"],
        ["plan", MINIMAL, "--set", "hotlines.helpdesk"],
        ["plan", MINIMAL, "--intervals", "tomorrow"],
        ["plan", MINIMAL, "-o", "nowhere/plan.json"],
        ["plan", MINIMAL, "-o", "plan.xls"],
        ["validate", "nowhere.yaml"],
        ["resolve", "nowhere.yaml"],
        ["schema", "nothing"],
        ["init", MINIMAL],
        ["nonsense"],
    ],
)
def test_bad_input_is_2_and_leaves_stdout_empty(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.strip()
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        (
            "targets.service_level=100% in 20s",
            "service_level: no number of operators answers every call in time",
        ),
        ("targets.max_asa=0s", "max_asa: no number of operators brings the mean wait down to zero"),
        (
            "targets.max_occupancy=0%",
            "max_occupancy: no number of operators can take calls and never be busy",
        ),
    ],
)
def test_no_answer_is_3_and_says_why(run: Run, target: str, reason: str) -> None:
    ran = run("plan", MINIMAL, "--set", target)
    assert (ran.code, ran.out) == (3, b"")
    assert f"group helpdesk: {reason}" in ran.err


def test_a_fault_is_70_and_named_a_bug(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> None:
        raise KeyError("surprise")

    monkeypatch.setattr(plans, "plan_of", broken)
    ran = run("plan", MINIMAL)
    assert (ran.code, ran.out) == (70, b"")
    assert "bug in mfc-capacity" in ran.err
    assert "Traceback" not in ran.err


def test_a_file_is_written_whole_or_not_at_all(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "plan.json"
    target.write_text("before", encoding="utf-8")
    monkeypatch.setattr(
        Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )
    ran = run("plan", MINIMAL, "-o", str(target))
    assert ran.code == 2
    assert "no space left on device" in ran.err
    assert target.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.slow
def test_standard_input_is_a_scenario(run: Run) -> None:
    text = (ROOT / MINIMAL).read_bytes()
    ran = command("plan", "-", "-f", "json", stdin=text)
    assert ran.document["scenario"]["path"] == "<stdin>"
    assert ran.document["tables"] == run("plan", MINIMAL, "-f", "json").document["tables"]


@pytest.mark.parametrize("stream", ["1", "2", "1 2"])
def test_a_closed_stream_takes_nothing(stream: str) -> None:
    closed = " ".join(f"{number}>&-" for number in stream.split())
    script = f'"$0" -m mfc_capacity resolve scenarios/minimal.yaml {closed}'
    done = subprocess.run(
        ["/bin/sh", "-c", script, sys.executable],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.slow
def test_a_closed_pipe_is_no_fault() -> None:
    plan = f'"{sys.executable}" -m mfc_capacity plan scenarios/moscow-2014.yaml --table days'
    shell = f'{plan} | head -1; echo "${{PIPESTATUS[0]}}"'
    done = subprocess.run(
        ["bash", "-c", shell],
        capture_output=True,
        cwd=ROOT,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "0"


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_no_fault_of_the_tool() -> None:
    with Path("/dev/full").open("wb") as full:
        words = [sys.executable, "-m", "mfc_capacity", "plan", MINIMAL]
        done = subprocess.run(words, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "standard output: cannot be written: No space left on device\n",
    )


@pytest.mark.slow
def test_the_terminals_encoding_is_served() -> None:
    ran = command("plan", "scenarios/peak-day.yaml", env={"PYTHONIOENCODING": "cp1251", "PYTHONUTF8": "0"})
    assert (ran.code, ran.err) == (0, "")
    assert "#" in ran.out.decode("cp1251")


def test_no_colour_without_a_screen(run: Run) -> None:
    assert b"\x1b" not in run("plan", MINIMAL).out


def test_help_and_validate_never_load_scipy() -> None:
    script = (
        "import sys\nfrom mfc_capacity.cli.app import main\ntry:\n    main()\nexcept SystemExit:\n    pass\n"
        "print({'scipy', 'numpy'} & set(sys.modules), file=sys.stderr)"
    )
    loaded = {}
    for name, arguments in {
        "help": ["--help"],
        "plan --help": ["plan", "--help"],
        "validate": ["validate", MINIMAL],
    }.items():
        done = subprocess.run(
            [sys.executable, "-c", script, *arguments],
            capture_output=True,
            cwd=ROOT,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=True,
        )
        loaded[name] = done.stderr.splitlines()[-1]
    assert set(loaded.values()) == {"set()"}


def test_init_writes_a_starter_that_plans(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "mine.yaml"
    assert run("init", str(target)).code == 0
    again = run("init", str(target))
    assert (again.code, again.out) == (2, b"")
    assert run("init", str(target), "--force").code == 0
    assert run("validate", str(target)).code == 0
    assert run("plan", str(target), "--variant", "digital").code == 0
    assert run("init", "-").text == target.read_text(encoding="utf-8")
    nowhere = run("init", str(tmp_path / "nowhere" / "city.yaml"))
    assert (nowhere.code, nowhere.out) == (2, b"")
    assert "city.yaml: cannot be written: no such file or directory" in nowhere.err


@pytest.mark.slow
def test_the_scenario_schema_is_for_editors(run: Run) -> None:
    schema = run("schema", "scenario").document
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for path in (ROOT / "scenarios").glob("*.yaml"):
        as_text = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only
        validator.validate(as_text)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({"hotlines": {"a": {"calls_per_day": "99", "aht": "fast"}}})


@pytest.mark.slow
def test_resolve_shows_the_origin_of_each_value_and_plans_the_same(run: Run, tmp_path: Path) -> None:
    options = ("--variant", "digital", "--set", "hotlines.mfc.aht=4m")
    resolved = run("resolve", "scenarios/moscow-2014.yaml", *options).text
    assert "aht: 4m" in resolved
    origins = {line.split("#")[1].strip().split(",")[0] for line in resolved.splitlines() if "  # " in line}
    assert {"--set", "variant digital", "default"} <= origins
    path = tmp_path / "resolved.yaml"
    path.write_text(resolved, encoding="utf-8")
    expected = run("plan", "scenarios/moscow-2014.yaml", *options, "-f", "json").document["tables"]
    assert run("plan", str(path), "-f", "json").document["tables"] == expected


@pytest.mark.parametrize(
    "arguments",
    [
        ("erlang", "a", "--calls", "360/h", "--aht", "4m", "--patience", "2m", "--operators", "1"),
        ("erlang", "c", "--calls", "360/h", "--aht", "4m", "--target", "80% in 20s"),
        ("plan", "scenarios/minimal.yaml"),
        ("explain", "scenarios/minimal.yaml"),
        ("explain", "scenarios/minimal.yaml", "--metric", "calls"),
        ("compare", "scenarios/minimal.yaml", "scenarios/minimal.yaml", "--set", "hotlines.helpdesk.aht=5m"),
        ("sweep", "scenarios/minimal.yaml", "--vary", "hotlines.helpdesk.aht=3m,4m"),
        ("simulate", "scenarios/minimal.yaml", "--precision", "5%"),
        ("check", "scenarios/minimal.yaml", "--set", "limits=[{id: x, metric: fte, max: 1}]"),
        ("fit", "scenarios/past/calls.csv"),
        ("backtest", "scenarios/past/past.yaml", "scenarios/past/calls.csv"),
    ],
    ids=" ".join,
)
def test_the_last_paragraph_is_a_verdict_of_whole_sentences(run: Run, arguments: tuple[str, ...]) -> None:
    verdict = run(*arguments).text.rstrip().rpartition("\n\n")[2]
    assert re.fullmatch(r"[A-Za-z0-9].*\w.*\.", verdict, re.DOTALL)
