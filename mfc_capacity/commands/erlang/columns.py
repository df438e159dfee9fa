"""The columns of the calculator: what a row may hold, and what is answered.

Service level is a word for five things, of which three are columns here: of the calls offered, those answered
in time (a caller who hangs up counts against it); of the calls answered, those in time; and the chance that a
caller of endless patience is answered in time. Where a row of a file has a target, `service_level` is that
target, not what is met.
"""

from mfc_capacity.answers.columns import COLUMNS
from mfc_capacity.answers.records import Column

TARGETS = ("service_level", "max_asa_s", "max_abandonment", "max_occupancy")
REQUIRED = ("calls_per_hour", "aht_s")
QUESTIONS = ("operators", *TARGETS)

_CALLS = (
    Column("calls_per_hour", "calls", "calls offered per hour", nullable=False),
    Column("aht_s", "seconds", "mean handling time: talk and after-call work", "low", nullable=False),
)
INPUTS = (
    *_CALLS,
    COLUMNS["patience_s"],
    Column("within_s", "seconds", "the threshold of the service level; 20 where it is not given"),
    Column("service_level", "share", "target: share of calls answered within within_s at least", "high"),
    Column("max_asa_s", "seconds", "target: mean wait of answered callers at most", "low"),
    Column("max_abandonment", "share", "target: share of callers who hang up at most", "low"),
    Column("max_occupancy", "share", "target: busy time / time on duty at most", "low"),
)
ANSWERS = (
    Column("operators", "count", "operators on duty: as given, or the fewest that meet the targets"),
    COLUMNS["offered_load_erlangs"],
    Column("erlang_b", "share", "share of calls lost if nobody could wait (Erlang B)", "low"),
    *(COLUMNS[name] for name in ("p_wait", "asa_s", "mean_wait_s", "abandonment", "occupancy")),
    Column("service_level_offered", "share", "answered in time / offered", "high"),
    Column("service_level_answered", "share", "answered in time / answered", "high"),
    Column(
        "service_level_virtual",
        "share",
        "chance that a caller of endless patience is answered in time",
        "high",
    ),
    Column(
        "status",
        "text",
        "ok, no-calls, overloaded, unstaffed, or unreachable: no number of operators meets the targets",
        nullable=False,
    ),
    Column("bound_by", "text", "the target that decided the number of operators; null where that was given"),
    Column(
        "queue_growth_per_hour", "calls", "where overloaded: calls by which the queue grows each hour", "low"
    ),
)

SINGLE = (
    Column("model", "text", "erlang-a (callers hang up) or erlang-c (they never do)", nullable=False),
    *INPUTS[:5],
    Column("service_level_of", "text", "the calls that the target is of: offered, answered or virtual"),
    *INPUTS[5:],
    *ANSWERS,
)

AT_LINES = (
    Column("lines", "lines", "lines, or operators without a queue: as given, or the fewest", nullable=False),
    COLUMNS["offered_load_erlangs"],
    Column("erlang_b", "share", "share of calls lost", "low"),
    Column("carried_load_erlangs", "erlangs", "mean number of busy lines", "high", nullable=False),
    Column("occupancy", "share", "carried load / lines", "low"),
    Column("status", "text", "ok, no-calls, or unstaffed: there is no line", nullable=False),
)
WITHOUT_QUEUE = (
    Column("model", "text", "erlang-b: a call that finds every line busy is lost", nullable=False),
    *_CALLS,
    Column("max_blocking", "share", "target: share of calls lost at most", "low"),
    *AT_LINES,
    Column(
        "bound_by", "text", "max_blocking where it decided the number of lines; null where that was given"
    ),
)


def own(name: str) -> Column:
    """Return a column of a file that the calculator does not know."""
    return Column(name, "text", "the user's own")
