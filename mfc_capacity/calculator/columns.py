"""The columns of the calculator, each declared once: what a row may hold, and what is answered.

Service level is a word for five things. Of the calls offered, those answered in time (a caller who hangs up counts against it); of
the calls answered, those in time; and the chance that a caller of endless patience is answered in time are columns here. An
answer takes the place of a column that already bears its name.
"""

from mfc_capacity.results import Column

TARGETS = ("service_level", "max_asa_s", "max_abandonment", "max_occupancy")
REQUIRED = ("calls_per_hour", "aht_s")
QUESTIONS = ("operators", *TARGETS)
SERVICE_LEVEL_OF = Column(
    "service_level_of", "text", "the calls that the target is of: offered, answered or virtual"
)

INPUTS = (
    Column("calls_per_hour", "calls", "calls offered per hour"),
    Column("aht_s", "seconds", "mean handling time: talk and after-call work"),
    Column(
        "patience_s",
        "seconds",
        "mean time a caller is ready to wait; empty: callers never hang up (Erlang C)",
    ),
    Column("within_s", "seconds", "the threshold of the service level; empty: 20 seconds"),
    Column("service_level", "share", "target: share of calls answered within within_s at least", "high"),
    Column("max_asa_s", "seconds", "target: mean wait of answered callers at most", "low"),
    Column("max_abandonment", "share", "target: share of callers who hang up at most", "low"),
    Column("max_occupancy", "share", "target: busy time / time on duty at most", "low"),
)
ANSWERS = (
    Column("operators", "count", "operators on duty: as given, or the fewest that meet the targets"),
    Column("offered_load_erlangs", "erlangs", "calls per hour times handling time in hours"),
    Column("erlang_b", "share", "share of calls lost if nobody could wait (Erlang B)", "low"),
    Column("p_wait", "share", "share of callers who wait at all", "low"),
    Column("asa_s", "seconds", "mean wait of answered callers (ASA)", "low"),
    Column("mean_wait_s", "seconds", "mean wait of all callers, those who hang up included", "low"),
    Column("abandonment", "share", "share of callers who hang up before an answer", "low"),
    Column("occupancy", "share", "busy time / time on duty", "low"),
    Column("service_level_offered", "share", "answered in time / offered", "high"),
    Column("service_level_answered", "share", "answered in time / answered", "high"),
    Column(
        "service_level_virtual",
        "share",
        "chance that a caller of endless patience is answered in time",
        "high",
    ),
    Column(
        "status", "text", "ok, no-calls, overloaded, unstaffed, or unreachable: no number meets the targets"
    ),
    Column("bound_by", "text", "the target that decided the number of operators; null where it was given"),
    Column(
        "queue_growth_per_hour", "calls", "where overloaded: calls by which the queue grows each hour", "low"
    ),
)

MODEL = Column("model", "text", "erlang-a (callers hang up) or erlang-c (they never do)")
SINGLE = (MODEL, *INPUTS[:5], SERVICE_LEVEL_OF, *INPUTS[5:], *ANSWERS)

LINES = (
    Column("model", "text", "erlang-b: a call that finds every line busy is lost"),
    *INPUTS[:2],
    Column("max_blocking", "share", "target: share of calls lost at most", "low"),
    Column(
        "lines", "lines", "lines, or operators without a queue: as given, or the fewest that meet the target"
    ),
    Column("offered_load_erlangs", "erlangs", "calls per hour times handling time in hours"),
    Column("erlang_b", "share", "share of calls lost", "low"),
    Column("carried_load_erlangs", "erlangs", "mean number of busy lines", "high"),
    Column("occupancy", "share", "carried load / lines", "low"),
    Column("status", "text", "ok, no-calls, or unstaffed: there is no line"),
    Column(
        "bound_by", "text", "max_blocking where it decided the number of lines; null where that was given"
    ),
)
AT_LINES = ("lines", "offered_load_erlangs", "erlang_b", "carried_load_erlangs", "occupancy", "status")
