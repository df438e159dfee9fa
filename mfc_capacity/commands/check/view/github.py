"""Workflow commands of GitHub Actions, which it shows as annotations at their lines.

GitHub shows ten errors and ten warnings a step and drops the rest in silence, so the worst come first, and a
notice says that there are more. See "Workflow commands for GitHub Actions" in GitHub's documentation, and
the toolkit's `command.ts` for the escapes.
"""

from mfc_capacity.answers.check import CheckReport, Place
from mfc_capacity.wording.en import check as sentences

SHOWN = 10

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render(report: CheckReport) -> str:
    """Return violation command a line; nothing if every limit is kept."""
    faults = (fault for scenario in report.scenarios for fault in scenario.faults)
    lines = [_command("error", fault.place, fault.code, sentences.fault_text(fault)) for fault in faults]
    lines += [
        _command(
            violation.level,
            violation.place,
            f"{violation.code}: {sentences.limit_name(violation)}",
            sentences.violation_text(violation),
        )
        for violation in report.violations
    ]
    if len(lines) > SHOWN:
        lines.insert(0, f"::notice title=check::{sentences.more_than_shown(len(lines), SHOWN)}")
    return "".join(f"{line}\n" for line in lines)


def _command(level: str, place: Place, title: str, message: str) -> str:
    file, line, column = place.in_repository
    at = f"file={file.translate(_PROPERTY)},line={line},col={column},title={title.translate(_PROPERTY)}"
    return f"::{level} {at}::{sentences.placed_text(message, place).translate(_DATA)}"
