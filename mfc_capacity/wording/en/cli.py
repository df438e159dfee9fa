"""What the command line and the functions say beside the answers: refused options and files, faults of the tool."""

from collections.abc import Sequence

WORKING = "working"
ISSUES = "the project's issue tracker"
ANOTHER_FOLDER = "name a file in a folder where you may write"
WORKBOOK_ON_TERMINAL = "a workbook is not text and is not written to a terminal"
WRITE_A_WORKBOOK = "write it to a file: -o plan.xlsx"
PAGE_ON_TERMINAL = "a report is a page for a browser, not for this terminal"
WRITE_A_PAGE = "name a file, as in -o plan.html"
PAGES = "name a file that ends in .html, or in .pdf where there is a browser"
PRINT_A_PAGE = "write a page, as in -o plan.html, and print it; or install Chromium or Google Chrome"

NOTHING_TO_COMPARE = "there is nothing to compare with"
NAME_A_SECOND = "name a second scenario, plan or variant (scenario.yaml#digital), or a --baseline-ref"
REVISION_OF_ONE = "--baseline-ref compares one scenario with itself"
LEAVE_ONE_OUT = "leave out the second name, or the option"
STDIN_ONCE = "standard input can be one side only"
NAME_A_FILE = "name a file for the other"

TWO_BASELINES = "--baseline and --baseline-ref name two baselines"
KEEP_ONE_OF_THE_TWO = "keep one of the two"
CHECK_ONE_AT_A_TIME = "use --baseline-ref, or check one scenario at a time"
OWN_FILE_FOR_EACH = "give each its own file"
FILE_FOR_ALL_BUT_ONE = "give all but one a file, as in sarif=out.sarif"


def fault(version: str, kind: str, error: str, place: str) -> str:
    """Name a bug a bug: what happened, where in the tool, and what to do with it."""
    return (
        f"mfc-capacity {version}: internal fault: {kind}: {error} ({place})\n"
        f"This is a bug in mfc-capacity, not in your scenario. Please report it to {ISSUES} with the scenario and the\n"
        "command; MFC_CAPACITY_TRACEBACK=1 in the environment adds the details a developer needs."
    )


def found(problems: int) -> str:
    """Count what is wrong, where it is more than one thing."""
    return f"{problems:,} problems"


WEEKS_IN_SHIFTS = "weeks in shifts"
INTERVALS_LEFT_OUT = "note: this is the table summary; --table intervals writes the intervals asked for"


def warning(text: str) -> str:
    """Say what may mislead, beside an answer that has no room for it."""
    return f"warning: {text}"


def wrote(file: str) -> str:
    """Say that a starter is written, and what to do next."""
    return f"wrote {file}; next: mfc-capacity plan {file}"


def is_there_already(file: str) -> str:
    """Refuse to replace a file."""
    return f"{file} is there already and stays as it is; choose another name, or replace it with --force"


def schema_is_json(name: str) -> str:
    """Refuse a format that schemas have not."""
    return f"the schema of {name} is JSON; only the list of metrics has other formats"


def cannot_be_written(reason: str) -> str:
    """Say why nothing can be written there."""
    return f"cannot be written: {reason}"


def no_page(extension: str) -> str:
    """Refuse a file whose extension is not that of a page."""
    return f"a report is a page, and {extension} is none"


def no_browser(names: str) -> str:
    """Say that no browser is there to print with."""
    return f"a PDF is printed by a browser, and none of {names} is there"


def not_printed(browser: str, reason: str) -> str:
    """Say why a browser printed nothing."""
    return f"{browser} printed no PDF: {reason}"


def no_format_of(extension: str, known: Sequence[str]) -> str:
    """Refuse a file whose extension names no format."""
    return (
        f"no format has the extension {extension}; use one of {', '.join(known)}, or name the format with -f"
    )


def not_a_format(name: str) -> str:
    """Refuse a format that `check` does not write."""
    return f"'{name}' is not a format"


def write_a_format(formats: Sequence[str]) -> str:
    """List the formats that `check` writes."""
    return f"write {', '.join(formats)}, as in sarif=out.sarif"


def two_formats_in(file: str) -> str:
    """Refuse two formats in one file."""
    return f"two formats would be written to {file}"


def mixed(formats: Sequence[str]) -> str:
    """Refuse formats that would be mixed up."""
    return f"{' and '.join(formats)} would be mixed on standard output"


def baseline_of_several(scenarios: int) -> str:
    """Refuse one baseline of several scenarios."""
    return f"one baseline cannot be that of {scenarios} scenarios"


PANDAS_MISSING = "to_pandas() needs pandas, which is not installed here: pip install pandas"
