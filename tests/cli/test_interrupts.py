"""Ctrl-C ends a command at once: exit code 130, no half-written file, no process left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT

CITY = "scenarios/moscow-2014.yaml"
BY_THE_DAY = ("--set", "method=time-dependent", "--set", "calendar.interval=5m")
LONG = {
    "plan": ("plan", CITY, *BY_THE_DAY),
    "report": ("report", CITY, *BY_THE_DAY),
    "sweep": ("sweep", CITY, *BY_THE_DAY, "--vary", "hotlines.mfc.aht=2m,3m,4m,5m"),
    "risk": ("risk", CITY),
    "schedule": (
        *(
            "schedule",
            "scenarios/moscow-shifts.yaml",
            "--from",
            "2014-05-01",
            "--to",
            "2014-06-30",
            "--gap",
            "0%",
        ),
    ),
    "simulate": ("simulate", CITY, "--precision", "0.001%"),
}
BEGUN_S, AT_ONCE_S = 3, 20.0  # of processor time, by when it is at work; of the clock


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals and process groups are of POSIX")
@pytest.mark.parametrize("command", LONG)
def test_an_interrupt_leaves_nothing(command: str, tmp_path: Path) -> None:
    target = tmp_path / ("page.html" if command == "report" else "answer.json")
    running = subprocess.Popen(
        [sys.executable, "-m", "mfc_capacity", *LONG[command], "-o", str(target)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        while _worked_s(running.pid) < BEGUN_S:
            assert running.poll() is None
            time.sleep(0.25)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=AT_ONCE_S)
        ended_s = time.monotonic()
        assert (running.returncode, out, err) == (130, b"", b"")
        assert list(tmp_path.iterdir()) == []
        while _alive(running.pid):
            assert time.monotonic() < ended_s + AT_ONCE_S, _alive(running.pid)
            time.sleep(0.1)
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)


def _worked_s(process: int) -> int:
    listed = subprocess.run(
        ["ps", "-o", "cputimes=", str(process)], capture_output=True, text=True, check=True
    )
    return int(listed.stdout)


def _alive(group: int) -> list[str]:
    """Return the processes of a group that have not ended."""
    listed = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True)
    rows = [line.split(maxsplit=2) for line in listed.stdout.splitlines()]
    return [row[-1] for row in rows if row[0] == str(group) and not row[1].startswith("Z")]
