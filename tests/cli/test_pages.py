"""Pages as files: HTML, or a PDF where a browser is there to print it; anything else is refused before any work."""

import shutil
from pathlib import Path

import pytest

from mfc_capacity.cli import pages
from tests.conftest import Run

PEAK_DAY = "scenarios/peak-day.yaml"


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.json", "plan.txt"])
def test_what_is_no_page_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    ran = run("report", PEAK_DAY, "-o", str(target))
    assert ran.code == 2
    assert f"a report is a page, and {target.suffix} is none" in ran.err
    assert not target.exists()


def test_without_a_browser_there_is_no_pdf(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    ran = run("report", PEAK_DAY, "-o", str(tmp_path / "plan.pdf"))
    assert ran.code == 2
    assert "a PDF is printed by a browser" in ran.err
    assert "install Chromium" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_browser_that_prints_nothing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho no display >&2\nexit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    monkeypatch.setattr(pages, "BROWSERS", (str(broken),))
    target = tmp_path / "plan.pdf"
    ran = run("report", PEAK_DAY, "--no-simulate", "-o", str(target))
    assert ran.code == 2
    assert "printed no PDF: no display" in ran.err
    assert not target.exists()


def test_a_browser_that_fails_once_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    moody = tmp_path / "chromium"
    moody.write_text(
        "#!/bin/sh\n"
        'test -e "$0.failed" || { touch "$0.failed"; exit 1; }\n'
        'for one; do case $one in --print-to-pdf=*) echo %PDF > "${one#*=}";; esac; done\n',
        encoding="utf-8",
    )
    moody.chmod(0o755)
    monkeypatch.setattr(pages, "BROWSERS", (str(moody),))
    target = tmp_path / "plan.pdf"
    ran = run("report", PEAK_DAY, "--no-simulate", "-o", str(target))
    assert ran.code == 0, ran.err
    assert target.read_text(encoding="utf-8") == "%PDF\n"


@pytest.mark.browser
@pytest.mark.slow
def test_a_pdf_is_what_a_browser_prints(run: Run, tmp_path: Path) -> None:
    if not any(map(shutil.which, pages.BROWSERS)):
        pytest.skip("there is no browser")
    target = tmp_path / "plan.pdf"
    ran = run("report", PEAK_DAY, "--no-simulate", "--one-page", "-o", str(target))
    assert ran.code == 0, ran.err
    assert target.read_bytes().startswith(b"%PDF")
