"""How long does a plan from a large table take, and how much memory?

Run: python benchmarks/large_tables.py [--rows 4000000]

Writes a forecast of 20 hotlines by quarter hours, as CSV and as Parquet where DuckDB is installed, and plans it in
processes of their own: seconds of the clock, and the most memory that was held.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path

import numpy as np

HOTLINES, INTERVALS = 20, 96
FIRST = date(2026, 1, 1)


def main() -> None:
    """Measure, and print a line a kind of file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=4_000_000)
    rows = parser.parse_args().rows
    days = max(rows // (HOTLINES * INTERVALS), 1)
    with tempfile.TemporaryDirectory() as folder:
        files = [table(Path(folder), days)]
        if find_spec("duckdb"):
            import duckdb  # noqa: PLC0415 - an extra

            files.append(files[0].with_suffix(".parquet"))
            duckdb.read_csv(str(files[0]), all_varchar=True).write_parquet(str(files[1]))
        for file in files:
            report(file, days)


def table(folder: Path, days: int) -> Path:
    """Write a forecast of so many days."""
    rng = np.random.default_rng(1)
    path = folder / "forecast.csv"
    clocks = [f"{k // 4:02}:{k % 4 * 15:02}" for k in range(INTERVALS)]
    level = 20 * (1.1 + np.sin(np.arange(INTERVALS) / 8))
    with path.open("w", encoding="utf-8") as file:
        file.write("date,start,hotline,calls,aht\n")
        for day in range(days):
            text = (FIRST + timedelta(days=day)).isoformat()
            for hotline in range(HOTLINES):
                calls = np.round(level * rng.uniform(0.8, 1.2, INTERVALS), 1).tolist()
                file.writelines(
                    f"{text},{clock},h{hotline},{each},{180 + hotline}\n"
                    for clock, each in zip(clocks, calls, strict=True)
                )
    return path


def report(file: Path, days: int) -> None:
    """Plan from a file, and print what it took."""
    scenario = file.with_suffix(".yaml")
    hotlines = "".join(f"  h{k}: {{aht: 3m}}\n" for k in range(HOTLINES))
    last = FIRST + timedelta(days=days - 1)
    scenario.write_text(
        f"calendar: {{from: {FIRST}, to: {last}}}\nvolumes: [{{file: {file.name}}}]\nhotlines:\n{hotlines}",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "mfc_capacity", "plan", str(scenario), "--intervals", "none"]
    for name, what in (("validate", [*command[:3], "validate", str(scenario)]), ("plan", command)):
        begun_s = time.monotonic()
        process = subprocess.Popen(what, stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        taken_s = time.monotonic() - begun_s
        held_mb = used.ru_maxrss / 1024 if sys.platform != "darwin" else used.ru_maxrss / 1024**2
        rows = days * HOTLINES * INTERVALS
        print(
            f"{name:<9} {rows:>10,} rows of {file.suffix:<8} {taken_s:6.1f} s {held_mb:7.0f} MB, exit code {status}"
        )


if __name__ == "__main__":
    main()
