"""What `--help` says: of the tool, of each command, of its arguments and options."""

from collections.abc import Sequence

TOOL = "How many operators a contact centre needs, how long callers wait, and what it costs."
EXIT_CODES = (
    "Exit codes: 0 done, 1 a limit is broken (check), 2 bad input or usage, 3 no answer exists, 70 a "
    "fault of the tool itself."
)
ARGUMENTS, QUESTION = "Arguments", "What is asked"
TRAFFIC, TARGETS = "The interval", "Operators and targets"
SCENARIO, HOW, OUTPUT = "Changes to the scenario", "How it is worked out", "Output"
PARTS = (ARGUMENTS, QUESTION, TRAFFIC, TARGETS, SCENARIO, HOW, OUTPUT)  # of a command's help, in this order
NAME, EXAMPLES_TITLE = "NAME", "Examples"
WORK = {  # the commands in the order in which people come to need them
    "Write down what is known": ("init", "fit", "validate", "resolve", "schema"),
    "Plan": ("plan", "explain", "erlang"),
    "Weigh": ("compare", "sweep", "budget", "risk"),
    "Staff it": ("schedule", "people"),
    "Prove it": ("simulate", "backtest"),
    "Show and guard it": ("report", "check"),
}
EXAMPLES = {
    "init": ("mfc-capacity init", "mfc-capacity init city.yaml"),
    "fit": ("mfc-capacity fit calls.csv", "mfc-capacity fit calls.csv --until 2026-03-10 -o learnt.yaml"),
    "validate": (
        "mfc-capacity validate scenario.yaml",
        "mfc-capacity validate scenario.yaml --variant digital",
    ),
    "resolve": (
        "mfc-capacity resolve scenario.yaml --variant digital",
        "mfc-capacity resolve scenario.yaml --set shrinkage=25% -o resolved.yaml",
    ),
    "schema": (
        "mfc-capacity schema scenario -o scenario.schema.json",
        "mfc-capacity schema metrics -f table",
    ),
    "plan": (
        "mfc-capacity plan scenario.yaml",
        "mfc-capacity plan scenario.yaml --variant digital -o plan.json",
    ),
    "explain": (
        "mfc-capacity explain scenario.yaml --at '2026-02-23 10:00'",
        "mfc-capacity explain promise-not-kept",
    ),
    "erlang": (
        "mfc-capacity erlang c --calls 360/h --aht 4m --target '80% in 20s'",
        "mfc-capacity erlang a --calls 360/h --aht 4m --patience 2m --operators 26",
    ),
    "compare": (
        "mfc-capacity compare scenario.yaml scenario.yaml#digital",
        "mfc-capacity compare plan.json scenario.yaml --set hotlines.payments.aht=3m",
    ),
    "sweep": (
        "mfc-capacity sweep scenario.yaml --vary hotlines.payments.aht=2m,3m",
        "mfc-capacity sweep scenario.yaml --vary shrinkage=20%..30%/5% -o sweep.csv",
    ),
    "budget": (
        "mfc-capacity budget scenario.yaml --at 400_000",
        "mfc-capacity budget scenario.yaml --at 400_000 --solve centres",
    ),
    "risk": (
        "mfc-capacity risk scenario.yaml --samples 32",
        "mfc-capacity risk scenario.yaml --samples 32 --table tornado",
    ),
    "schedule": (
        "mfc-capacity schedule scenario.yaml",
        "mfc-capacity schedule scenario.yaml --from 2026-02-23 --table rosters",
    ),
    "people": ("mfc-capacity people scenario.yaml", "mfc-capacity people scenario.yaml --hire none"),
    "simulate": (
        "mfc-capacity simulate scenario.yaml",
        "mfc-capacity simulate scenario.yaml --date 2026-02-24 --trace day.csv",
    ),
    "backtest": (
        "mfc-capacity backtest learnt.yaml calls.csv",
        "mfc-capacity backtest learnt.yaml calls.csv -o backtest.html",
    ),
    "report": (
        "mfc-capacity report scenario.yaml -o plan.html",
        "mfc-capacity report scenario.yaml --limits limits.yaml -o plan.html",
    ),
    "check": (
        "mfc-capacity check scenario.yaml --limits limits.yaml",
        "mfc-capacity check scenario.yaml --limits limits.yaml -f sarif=check.sarif",
    ),
}


def one_of(text: str, values: Sequence[str]) -> str:
    """Say what an option does, and which values it takes."""
    return f"{text} One of {', '.join(values)}."


VERSION = "Show the version and exit."

SCENARIO_PATH = "The scenario file; - reads standard input."
VARIANT = "Take a variant of the scenario, named under its variants."
OVERRIDES = "Change one value, as in --set hotlines.mfc.aht=4m; may be repeated."
FORMAT = (
    "Format of the answer; by default that of the file's extension (.csv, .xlsx, .json, .md), else a table."
)
OUTPUT_FILE = "Write to a file instead of standard output."
CSV_DIALECT = "Of csv; excel-ru: semicolons, decimal commas and a byte order mark, for a Russian Excel."

PLAN = "Plan a scenario: operators, waits and money."
PLAN_INTERVALS = "The dates of the table intervals; the summary on the screen has none of it."
PLAN_TABLE = "One table in full; csv and ndjson carry one (summary by default)."

ERLANG = "One interval without a file: waits for given operators, or operators for a target."
ERLANG_FORMULA = "b: callers who find nobody free are lost; c: they wait; a: they wait and may hang up."
ERLANG_CALLS = "Calls, as 360/h, 6/min or 90/15m."
ERLANG_AHT = "Mean handling time, as 3m 20s or 200s."
ERLANG_PATIENCE = "a: mean time a caller is ready to wait."
ERLANG_STAFF = "On duty: what do callers meet? Whole; for b any number."
ERLANG_LINES = "Calls in service and waiting together; more find it busy. For b: --operators."
ERLANG_WITHIN = "Threshold of the service level beside --operators [20s]."
ERLANG_TARGET = "Service level: how many operators meet it?"
ERLANG_TARGET_OF = (
    "The calls --target is of; virtual: callers of endless patience; short: without those who soon hang up; positive: "
    "those who hang up in time count; callers: each once, however often they call [offered]."
)
ERLANG_MAX_ASA = "Target: mean wait of answered callers at most."
ERLANG_MAX_ABANDONMENT = "Target: share of callers who hang up at most."
ERLANG_REDIAL = "Who hangs up or finds it busy calls again, each time with this chance, after such a time."
ERLANG_MAX_OCCUPANCY = "Target: busy time / time on duty at most."
ERLANG_MAX_P_WAIT = "Target: share of callers who wait at all at most."
ERLANG_WAIT = "Target: share of answered callers who wait no longer than a threshold."
ERLANG_SHORT = "Of: short leaves out who hangs up within this time [the threshold]."
ERLANG_MAX_BUSY = "Target: share of calls that find all lines busy at most: how many lines?"
ERLANG_MAX_BLOCKING = "b: target, share of calls lost at most."
ERLANG_ROWS_FILE = (
    "Answer every row of a CSV, XLSX or Parquet file: columns calls_per_hour, aht_s, patience_s, within_s, "
    "and operators or targets (service_level, max_asa_s, max_abandonment, max_occupancy, max_p_wait, wait with "
    "wait_within_s), lines or max_busy. - reads standard input."
)
ERLANG_ANSWER_DIALECT = (
    "excel-ru: semicolons, decimal commas and a byte order mark. By default that of the file read."
)

EXPLAIN = "Show how a figure came about, step by step, with sources; or what a warning means."
EXPLAIN_SUBJECT = "The scenario file (- reads standard input), or the code of a warning."
EXPLAIN_GROUP = "The group of hotlines, where there are several."
EXPLAIN_AT = (
    "The interval: a date, a clock time, or both; by default the one that needs most operators. A week, as 2014-W24, "
    "explains its people."
)
EXPLAIN_TABLE = "One table in full; csv and ndjson carry one (the steps, or the code, by default)."
EXPLAIN_METRIC = "End at one figure, as calls, operators_paid or cost (of the day)."

SIMULATE = "Play a planned day call by call: promised, delivered, and where it falls short."
SIMULATE_DATE = "The day to play; by default the one with most calls."
SIMULATE_GROUP = "Play one group of hotlines only."
SIMULATE_OPERATORS = "Operators on duty: columns start, operators, group."
SIMULATE_GIVEN = "The operators given in the scenario, instead of those planned."
SIMULATE_SEED = "Of the random numbers; the same gives the same answer."
SIMULATE_PRECISION = "How narrowly the day's service level is to be known, 19 times of 20."
SIMULATE_TRACE = "Write every simulated call, as an ACD logs calls."
SIMULATE_TABLE = "One table in full; csv and ndjson carry one (day by default)."

SCHEDULE = "Cover a plan with shifts: the cheapest people, who works when, and what that costs."
IN_SHIFTS = "Show what each group's heaviest week comes to in shifts: heads, cost, proof."
IN_SHIFTS_TIME_LIMIT = "Beside --shifts, for all groups together [60s]; the best found by then is the answer."
SCHEDULE_FROM = "First day; without --from and --to each group's week that takes most of it."
SCHEDULE_TO = "Last day; a week after the first, if only that is named."
SCHEDULE_GROUP = "Schedule one group of hotlines only."
SCHEDULE_REQUIREMENT = "Operators required in place of the plan's: columns date, start, group, operators."
SCHEDULE_TARGET = "cover: what is required in every interval; service-level: that of each period on average."
SCHEDULE_PER = "The period, beside --target service-level [day]."
SCHEDULE_FLOOR = "No interval has a service level below this share, beside --target service-level [60%]."
SCHEDULE_TIME_LIMIT = "For all groups together; the best found by then is the answer."
SCHEDULE_GAP = "Shifts that may cost so much more than the cheapest are good enough."
SCHEDULE_TABLE = "One table in full; csv and ndjson carry one (headcount by default)."

PEOPLE = "Show by week who is there against who is needed, and the cheapest classes that close the gap."
PEOPLE_HIRE = "Who is hired: nobody, the classes that are planned, or these and the cheapest ones besides."
PEOPLE_GROUP = "The people of one group only."
PEOPLE_SHIFTS = (
    "Require the jobs that the cheapest shifts of each week take, rather than those of bare operators."
)
PEOPLE_TIME_LIMIT = "For all groups together; the best found by then is the answer."
PEOPLE_GAP = "Classes with which everything costs so much more than with the cheapest are good enough."
PEOPLE_TABLE = "One table in full; csv and ndjson carry one (summary by default)."

COMPARE = "Compare two plans: what changed, and which input did it."
COMPARE_BEFORE = (
    "A scenario, a variant of one (scenario.yaml#digital) or a plan's JSON; - reads standard input. With "
    "--baseline-ref the one scenario that is compared with itself."
)
COMPARE_AFTER = "The same, after the change."
COMPARE_BASELINE_REF = "Compare the scenario with itself at this git revision, as in main."
COMPARE_SET = "Change one value of AFTER, as in --set hotlines.mfc.aht=4m; may be repeated."
COMPARE_SKIP_NO_DIFF = "Print nothing when nothing changed; a file is left empty."
COMPARE_TABLE = "One table in full; csv and ndjson carry one (changes by default)."

BUDGET = "Show what a sum of money buys: the curve from money to waiting."
BUDGET_FROM = "First sum of the grid, as 300mln [around the scenario's own sums]."
BUDGET_TO = "Last sum of the grid."
BUDGET_STEPS = "Number of sums of the grid."
BUDGET_AT = "One sum to look at, as 850mln; --table operators says who is on duty for it."
BUDGET_PLACE = (
    "How operators are placed: the same promise in every interval (same-promise, the default), or wherever most calls "
    "are answered in time (most-answered)."
)
BUDGET_FLOOR = "No interval with calls has a service level below this share, as 50%."
BUDGET_INTERVALS = "The dates of the table operators."
BUDGET_SOLVE = (
    "What the money and the operators carry: the most centres (or another driver), the least deflection, "
    "the most operators."
)
BUDGET_DRIVER = "The driver of --solve centres."
BUDGET_HOTLINE = "The hotline of --solve deflection."
BUDGET_CHANNEL = "The channel of --solve deflection."
BUDGET_TABLE = "One table in full; csv and ndjson carry one (the first by default)."

SWEEP = "Plan a scenario over a grid of changes: one tidy table."
SWEEP_TABLE = "One table in full; csv and ndjson carry one (sweep by default)."
SWEEP_VARY = (
    "Values of one path, as hotlines.mfc.aht=3m,3m20s or drivers.centres.2014-05-01=90..120/10; may be "
    "repeated: every combination is planned."
)
SWEEP_METRIC = "Columns of the table summary of plan, as fte,cost; may be repeated."
SWEEP_GROUP = "A group, all groups together, or each of them and the total."

RISK = "Plan a scenario over the ranges of its figures: what it may come to, and what that hangs on."
RISK_SAMPLES = "How many plans are sampled; a power of two."
RISK_SEED = "Of the sample; the same gives the same answer."
RISK_OPERATORS = (
    "required: staffing made anew for each sample; given: that of the scenario, or made for its own values, and lived "
    "through each."
)
RISK_TABLE = "One table in full; csv and ndjson carry one (risk by default)."
WORKERS = "How many processes share the work [one a core]."

INIT = "Write a commented starter scenario."
INIT_FILE = "Where to write; - prints it."
INIT_FORCE = "Replace a file that is there."
VALIDATE = "Report every mistake of scenario files, and nothing when there is none."
VALIDATE_SCENARIOS = "Scenario files; - reads standard input."
RESOLVE = "Print the file after extends, variant and --set, each value with its origin."
SCHEMA = "Print a JSON Schema (draft 2020-12), or the metrics that limits may be about."
SCHEMA_NAME = (
    "scenario and limits are for editors; metrics lists what limits may be about; the others describe "
    "JSON answers."
)
SCHEMA_FORMAT = "Format of the list of metrics [json]."

CHECK = "Hold plans against their limits; exit code 1: a limit is broken."
CHECK_LIMITS = "A file of limits beside the scenario's own; may be repeated."
CHECK_BASELINE = "A scenario or a plan's JSON that max_increase compares with."
CHECK_BASELINE_REF = "A git revision of the same scenario to compare with, as main."
CHECK_FAIL_ON = "The lowest level that ends with exit code 1."

REPORT = "Write the plan as one self-contained HTML page, with pictures and a panel to try things."
REPORT_LIMITS = "A file of limits beside the scenario's own."
REPORT_BASELINE = "A scenario or a plan's JSON to compare with."
REPORT_BASELINE_REF = "A git revision of the same scenario instead."
REPORT_ONE_PAGE = "Only what is to be decided, on one sheet of A4 when it is printed."
REPORT_SIMULATE = "Play the day of each group's peak, call by call."
REPORT_SEED = "Of the random numbers of that play, and of the sample of --risk."
REPORT_SHIFTS = "Look for the shifts that cover each group's heaviest week, and show them under its need."
REPORT_PEOPLE = "Show who is there against who is needed by week, where the scenario has people."
REPORT_VARIANTS = "Plan the first eight variants of the scenario too, to stand beside it."
REPORT_RISK = "Plan over the ranges of the scenario's figures, and show what it may come to."


def formats_of_check(formats: Sequence[str]) -> str:
    """Say which formats `check` writes, and how."""
    return f"{', '.join(formats)}; may be repeated, as in -f text -f sarif=out.sarif."


FIT = "Learn a scenario from records of calls."
FIT_RECORDS = "Logs of calls, one row a call: CSV (also .gz), XLSX or Parquet."
FIT_SCENARIO = (
    "Write the scenario there, in YAML; a forecast stands beside it. - prints it in place of the answer."
)
FIT_FORMAT = "Format of the answer, which is printed [table]."
RECORDS_COLUMNS = "Which column is what, as in arrived_at=Start,queue_s=Wait; the rest is guessed and said."
RECORDS_MAP = "A YAML file with columns, outcomes and hotlines: what the names in the records mean."
FIT_VOLUMES = "The files are counts of calls, by day or by interval, and not calls."
FIT_AHT = "Handling time in place of that of the records, as where they tell none."
FIT_INTERVAL = "Length of the intervals that are learnt; divides an hour [30m, or that of longer counts]."
FIT_COUNTRY = "Whose holidays the days had, as RU."
FIT_UNTIL = "Learn from days up to this one, as 2014-05-31."
FIT_AHEAD = "Forecast so many days behind the last one, as 60d or 8w, into a file that the scenario reads."
FIT_TABLE = "One table in full; csv and ndjson carry one (figures by default)."

BACKTEST = "Hold a scenario against records of the past: how far off it is, and what is to blame."
BACKTEST_OPERATORS = (
    "Who was there: columns date, start, operators, group; without it as the scenario states it, or inferred from "
    "overlapping calls."
)
BACKTEST_ONLY_KNOWN = "Leave out calls of hotlines that the scenario does not have."
BACKTEST_OUTPUT = "Write to a file; .html is the page with the pictures."
BACKTEST_TABLE = "One table in full; csv and ndjson carry one (quality by default)."
