"""Where a page goes: an HTML file, or a PDF that a browser prints, where there is one."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from mfc_capacity.cli.output import write_file, write_stdout
from mfc_capacity.files.problems import say, usage_error

PAGES, PDF = (".html", ".htm"), ".pdf"
BROWSERS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
PATIENCE_S = 120
TRIES = 2  # now and then a browser says "Printing failed" of a page that it prints when it is asked again


def check_page(output: str | None) -> None:
    """Refuse a file that is no page, before any work is done for it.

    Raises:
        InputError: if its extension is another one, or it asks for a PDF and there is no browser.
    """
    extension = Path(output or "").suffix.lower()
    if extension not in ("", *PAGES, PDF):
        raise usage_error("--output", say("cli.no_page", extension=extension), say("cli.PAGES"))
    if extension == PDF:
        _browser()


def write_page(output: str | None, page: str) -> None:
    """Write a page to standard output, into a file, or as a PDF, whole or not at all.

    Raises:
        InputError: if it cannot be written there.
    """
    if output is None:
        write_stdout(page)
    elif Path(output).suffix.lower() == PDF:
        write_file(output, _printed(page))
    else:
        write_file(output, page)


def _browser() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        names = ", ".join(name for name in BROWSERS if "/" not in name)
        raise usage_error("--output", say("cli.no_browser", names=names), say("cli.PRINT_A_PAGE"))
    return found


def _printed(page: str) -> bytes:
    """Return the page as a browser prints it."""
    with tempfile.TemporaryDirectory(prefix="mfc-capacity-") as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8")
        command = [_browser(), "--headless", "--disable-gpu", f"--user-data-dir={folder}/profile"]
        command += ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command += ["--no-pdf-header-footer", f"--print-to-pdf={target}", source.as_uri()]
        for _ in range(TRIES):
            try:
                subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_S)  # noqa: S603
                return target.read_bytes()
            except (OSError, subprocess.SubprocessError) as error:
                reason = _last_line(error)
                if isinstance(error, subprocess.TimeoutExpired):
                    break
        message = say("cli.not_printed", browser=command[0], reason=reason)
        raise usage_error("--output", message, say("cli.PRINT_A_PAGE"))


def _last_line(error: Exception) -> str:
    """Return what a browser said last before it gave up, or what there is to say of it."""
    said = getattr(error, "stderr", None) or b""
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else str(error)
