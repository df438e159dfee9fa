"""The columns of the calculator: what a row may hold, and what is answered.

Service level is a word for six things: of the calls offered, those answered in time (a caller who hangs up counts
against it); of the calls answered, those in time; the chance that a caller of endless patience is answered in time;
of the calls offered but for those soon given up, those in time; the share of callers who wait no longer; and of the
callers, each counted once however often they call, those answered in time. Where a row of a file has a target,
`service_level` is that target, not what is met.
"""

from mfc_capacity.answers.columns import COLUMNS
from mfc_capacity.answers.records import Column
from mfc_capacity.core import targets

TARGETS = tuple(target.field for target in targets.TARGETS if not target.asks_for_lines)
REQUIRED = ("calls_per_hour", "aht_s")
QUESTIONS = ("operators", *TARGETS)

_CALLS = (
    Column("calls_per_hour", "calls", nullable=False),
    Column("aht_s", "seconds", "low", nullable=False),
)
INPUTS = (
    *_CALLS,
    COLUMNS["patience_s"],
    Column("within_s", "seconds"),
    *(
        Column(
            target.field,
            target.measure.kind,
            target.measure.better,
            words=f"erlang.{target.field}" if target.is_least else "",
        )
        for target in targets.TARGETS
    ),
    Column("wait_within_s", "seconds"),
    Column("short_s", "seconds"),
    Column("lines", "count", words="group.lines"),
    Column("redial_share", "share", "low"),
    Column("redial_after_s", "seconds"),
)
ANSWERS = (
    Column("operators", "count", words="erlang.operators"),
    COLUMNS["offered_load_erlangs"],
    Column("erlang_b", "share", "low"),
    *(COLUMNS[name] for name in ("p_wait", "asa_s", "mean_wait_s", "abandonment", "occupancy")),
    Column("service_level_offered", "share", "high"),
    Column("service_level_answered", "share", "high"),
    Column("service_level_virtual", "share", "high"),
    Column("status", "text", nullable=False, words="erlang.status"),
    Column("bound_by", "text", words="erlang.bound_by"),
    Column("queue_growth_per_hour", "calls", "low"),
    Column("service_level_short", "share", "high"),
    Column("service_level_positive", "share", "high"),
    COLUMNS["wait_level"],
    COLUMNS["p90_wait_s"],
    COLUMNS["busy"],
    COLUMNS["lines_needed"],
    Column("attempts_per_hour", "calls", "low"),
    COLUMNS["never_served"],
    Column("service_level_callers", "share", "high"),
)

# A column's place is kept: those that came later stand behind.
FIRST_INPUTS, FIRST_ANSWERS = 8, 14
SINGLE = (
    Column("model", "text", nullable=False, words="erlang.model"),
    *INPUTS[:5],
    Column("service_level_of", "text"),
    *INPUTS[5:FIRST_INPUTS],
    *ANSWERS[:FIRST_ANSWERS],
    *INPUTS[FIRST_INPUTS:],
    *ANSWERS[FIRST_ANSWERS:],
)

AT_LINES = (
    Column("lines", "lines", nullable=False),
    COLUMNS["offered_load_erlangs"],
    Column("erlang_b", "share", "low", words="erlang-b.erlang_b"),
    Column("carried_load_erlangs", "erlangs", "high", nullable=False),
    Column("occupancy", "share", "low", words="erlang-b.occupancy"),
    Column("status", "text", nullable=False, words="erlang-b.status"),
)
WITHOUT_QUEUE = (
    Column("model", "text", nullable=False, words="erlang-b.model"),
    *_CALLS,
    Column("max_blocking", "share", "low"),
    *AT_LINES,
    Column("bound_by", "text", words="erlang-b.bound_by"),
)
