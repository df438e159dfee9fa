"""What is wrong with a side of a comparison: a plan's JSON that is none, a revision that does not have it."""

PLAN_HAS_NO_VARIANTS = "a plan's JSON has neither variants nor values to set"
NAME_THE_SCENARIO = "name the scenario instead"
WRITE_IT_AGAIN = "write it again with: mfc-capacity plan SCENARIO -f json -o FILE"
NO_SUMMARY = "this plan has no table summary"
TOO_DEEP = "nested too deeply"
NO_RECORD, TWICE = "a record is expected", "a row stands there twice"


def at_revision(ref: str, message: str) -> str:
    """Say at which revision something is wrong."""
    return f"at {ref}: {message}"


def no_plan(schema: str, expected: str) -> str:
    """Say that a document is no plan."""
    return f"this is no plan: its schema is {schema}, not {expected}"


def other_version(version: str, read: str) -> str:
    """Say that a plan was written by a tool with another version of the schema."""
    return f"this plan has the version {version} of its schema; this tool reads {read}"


def no_json(reason: str) -> str:
    """Say that a file is no JSON, and why."""
    return f"this is no JSON: {reason}"


def no_json_of_a_plan(reason: str) -> str:
    """Say that a file is no JSON that a plan could be, and why."""
    return f"this is no JSON of a plan: {reason}"


def no_number(constant: str) -> str:
    """Say that JSON has no such number."""
    return f"{constant} is no number"


def wrong_row(table: str, row: int, wrong: str) -> str:
    """Say what is wrong with a row of a table."""
    return f"table {table}, row {row}: {wrong}"


def no_key(key: str) -> str:
    """Say that a row lacks one of the keys of its table."""
    return f"it has no {key}"


def no_cell(column: str) -> str:
    """Say that a cell holds what its column cannot."""
    return f"{column} is not what the column holds"
