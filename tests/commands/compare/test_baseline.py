import subprocess
from pathlib import Path

import pytest

from mfc_capacity.commands.compare.compare import compare
from mfc_capacity.commands.compare.sides import load_side
from mfc_capacity.files.problems import InputError
from tests.conftest import refused


def git(*arguments: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario in a folder extends one above it; both change after the tag `before`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plans").mkdir()
    base, own = tmp_path / "base.yaml", tmp_path / "plans" / "city.yaml"
    base.write_text(small, encoding="utf-8")
    own.write_text("extends: ../base.yaml\nhotlines: {fines: {aht: 4m}}\n", encoding="utf-8")
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "one")
    git("tag", "before")
    base.write_text(small.replace("calls_per_day: 900", "calls_per_day: 1000"), encoding="utf-8")
    own.write_text("extends: ../base.yaml\nhotlines: {fines: {aht: 9m}}\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("folder", [".", "plans"])
def test_a_scenario_and_what_it_extends_are_read_at_the_revision(
    repository: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.chdir(repository / folder)
    path = "plans/city.yaml" if folder == "." else "city.yaml"
    before, now = load_side(path, ref="before"), load_side(path)
    assert before.loaded is not None
    assert now.loaded is not None
    hotlines = before.loaded.scenario.hotlines, now.loaded.scenario.hotlines
    assert [one["mfc"].calls_per_day for one in hotlines] == [900, 1000]
    assert [one["fines"].aht_s[0][0][1] for one in hotlines] == [240, 540]
    assert before.name == f"before:{path}"


def test_an_absolute_path_works_too(repository: Path) -> None:
    before = load_side(str(repository / "plans" / "city.yaml"), ref="HEAD")
    assert before.loaded is not None
    assert before.loaded.scenario.hotlines["fines"].aht_s[0][0][1] == 240


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("path", "ref", "message"),
    [
        ("plans/city.yaml", "nowhere", "git knows no revision 'nowhere'"),
        ("plans/city.yaml", "before:plans", "git knows no revision"),
        ("plans/city.yaml", "--output=x", "is no revision"),
        ("plans/city.yaml", "", "is no revision"),
        ("plans/city.yaml", "a\nb", "is no revision"),
        (
            "plans/other.yaml",
            "before",
            "before:plans/other.yaml: cannot be read: it is not in the repository",
        ),
        ("../city.yaml", "before", "no git repository"),
        ("nowhere/city.yaml", "before", "no git repository"),
        ("plans/city.yaml#a", "before", "at before: plans/city.yaml has no variant 'a'"),
    ],
)
def test_what_cannot_be_read_says_why(path: str, ref: str, message: str) -> None:
    with refused(InputError, match=message):
        load_side(path, ref=ref)


def test_what_the_scenario_extends_may_be_missing_at_the_revision(repository: Path) -> None:
    (repository / "new.yaml").write_text("extends: base.yaml\n", encoding="utf-8")
    git("add", "new.yaml")
    git("rm", "-q", "--cached", "base.yaml")
    git("commit", "-qm", "two")
    with refused(
        InputError, match=r"HEAD:new.yaml:1:\d+: cannot read base.yaml: it is not in the repository"
    ):
        load_side("new.yaml", ref="HEAD")


def test_mistakes_at_the_revision_name_it(repository: Path) -> None:
    (repository / "plans" / "city.yaml").write_text("extends: ../base.yaml\nhotline: {}\n", encoding="utf-8")
    git("commit", "-qam", "two")
    with refused(InputError, match=r"HEAD:plans/city.yaml:2:1: the key 'hotline' is not known"):
        load_side("plans/city.yaml", ref="HEAD")


def test_a_hook_in_a_linked_worktree_reads_the_same_files(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    # git names the worktree's own folder in the environment of a hook, and then takes any folder for the topmost one.
    linked = tmp_path_factory.mktemp("linked") / "tree"
    git("worktree", "add", "-q", str(linked), "before")
    monkeypatch.setenv("GIT_DIR", str(repository / ".git" / "worktrees" / "tree"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(repository / ".git" / "worktrees" / "tree" / "index.lock"))
    monkeypatch.chdir(linked)
    before = load_side("plans/city.yaml", ref="HEAD")
    assert before.loaded is not None
    assert before.loaded.scenario.hotlines["fines"].aht_s[0][0][1] == 240


def test_a_file_that_the_commit_has_and_git_cannot_read_is_not_taken_for_a_new_one(repository: Path) -> None:
    name = subprocess.run(
        ["git", "rev-parse", "HEAD:plans/city.yaml"], check=True, capture_output=True, text=True
    ).stdout.strip()
    (repository / ".git" / "objects" / name[:2] / name[2:]).unlink()
    with refused(InputError, match=r"git cannot read plans/city.yaml at that revision"):
        load_side("plans/city.yaml", ref="HEAD")


@pytest.mark.usefixtures("repository")
def test_without_git_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with refused(InputError, match="git is not installed"):
        load_side("plans/city.yaml", ref="before")


@pytest.mark.usefixtures("repository")
def test_inputs_name_the_revision_they_stood_at() -> None:
    answer = compare(load_side("plans/city.yaml", ref="before"), load_side("plans/city.yaml"))
    rows = {row["input"]: row for row in answer.tables["inputs"].records()}
    assert set(rows) == {"hotlines.mfc.calls_per_day", "hotlines.fines.aht"}
    assert rows["hotlines.fines.aht"]["location_before"] == "before:plans/city.yaml:2:25"
    assert rows["hotlines.fines.aht"]["location_after"] == "plans/city.yaml:2:25"
    assert str(rows["hotlines.mfc.calls_per_day"]["location_before"]).startswith("before:base.yaml:")
    assert {row["cause"] for row in answer.tables["causes"].records()} == set(rows)
