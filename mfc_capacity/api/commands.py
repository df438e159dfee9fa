"""The commands that take files or bare figures rather than one scenario: check, compare, explain CODE, erlang."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

from mfc_capacity.api.answers import Calculation, Comparison, Fit, Meaning
from mfc_capacity.api.arguments import Changes, assignments
from mfc_capacity.api.errors import NoAnswer, in_words, problem_in_words, worded
from mfc_capacity.files.problems import InputError, MfcError, NoAnswerError

if TYPE_CHECKING:
    from mfc_capacity.answers.check import CheckReport
    from mfc_capacity.commands.compare.compare import Failure
    from mfc_capacity.commands.compare.sides import Side


Figure = str | float | None


class ErlangOptions(TypedDict, total=False):
    """The options of `erlang`: texts with their units, or bare numbers for operators; None is not given."""

    calls: Figure
    aht: Figure
    patience: Figure
    operators: Figure
    lines: Figure
    redial: Figure
    within: Figure
    target: Figure
    of: Figure
    max_asa: Figure
    max_abandonment: Figure
    max_occupancy: Figure
    max_p_wait: Figure
    wait: Figure
    short: Figure
    max_busy: Figure
    max_blocking: Figure


@worded
def check(
    scenarios: Sequence[str],
    *,
    limits: Sequence[str] = (),
    variant: str | None = None,
    set: Changes = None,
    baseline: str | None = None,
    baseline_ref: str | None = None,
    fail_on: Literal["error", "warning"] = "error",
    workers: int = 1,
) -> "CheckReport":
    """Hold several scenario files against their limits, as `Scenario.check` does one.

    A file with mistakes, or without a plan, stands in the report with its faults; nothing is raised for it.

    Raises:
        ScenarioError: if a file of limits cannot be read, or there is no limit at all.
    """
    from mfc_capacity.commands.check import check as engine

    changes = tuple(assignments(set))
    request = engine.Request(tuple(limits), variant, changes, baseline, baseline_ref, fail_on, workers)
    return engine.check(scenarios, request)


@worded
def compare(
    before: str, after: str, *, before_ref: str | None = None, set: Changes = None, workers: int = 1
) -> Comparison:
    """Compare two files: scenarios, variants of them (`scenario.yaml#digital`), or a plan's JSON that was kept.

    Args:
        before: the first.
        after: the second.
        before_ref: the git revision at which the first is read; None: as it is now.
        set: values by dotted path in the second, as for `load`.
        workers: how many processes may share the work, as for `load`.

    Raises:
        ScenarioError: if neither has a plan; where one has, the answer's `failure` says why the other has none.
        NoAnswer: the same, where no mistake but an impossible target is the reason.
    """
    from mfc_capacity.commands.compare import compare as engine

    sides = (
        _side_of(before, before_ref, (), workers),
        _side_of(after, None, tuple(assignments(set)), workers),
    )
    failures = [side.error for side in sides if isinstance(side, engine.Failure)]
    if len(failures) == len(sides):
        is_input = any(isinstance(failure, InputError) for failure in failures)
        found = [problem for failure in failures for problem in failure.problems]
        raise (InputError if is_input else NoAnswerError)(found)
    answer = engine.compare(*sides, workers=workers)
    return Comparison(answer, in_words(failures[0]) if failures else None)


@worded
def fit(
    records: Sequence[str],
    *,
    columns: Mapping[str, str | None] | str | None = None,
    map: str | None = None,
    volumes: bool = False,
    aht: str | None = None,
    interval: str | None = None,
    country: str | None = None,
    until: str | None = None,
    ahead: str | None = None,
    name: str = "scenario.yaml",
    on_rows: Callable[[str, int, int], None] = lambda _file, _done, _rows: None,
) -> Fit:
    """Learn a scenario from records.

    Args:
        records: paths of logs, one row a call; or of counts.
        columns: the column of each role, as `{"arrived_at": "Start", "queue_s": "Wait"}`; None: there is none.
        map: path of a YAML file with columns, outcomes and hotlines.
        volumes: whether the files are counts of calls by day or interval.
        aht: handling time in place of that of the records, which need not tell any then.
        interval: length of the intervals that are learnt; divides an hour. None: 30 minutes, or that of longer counts.
        country: whose holidays the days had, by two letters.
        until: learn from days up to this one.
        ahead: forecast so many days, as `"60d"`.
        name: of the file that the scenario is written to; a forecast is named after it.
        on_rows: called with a file, its rows read so far, and about how many it has.

    Raises:
        ScenarioError: with the mistakes of the options or the files.
    """
    from mfc_capacity.commands import fit as engine

    question = engine.question_of(interval, country, until, ahead, aht, name)
    source = engine.Source(tuple(records), columns, map, on_rows)
    return Fit(engine.fit_counts(source, question) if volumes else engine.fit_calls(source, question))


@worded
def meaning(code: str) -> Meaning | None:
    """Return what the code of a warning means (`explain CODE`); None for a text that looks like no code.

    Raises:
        ScenarioError: for a text that looks like a code and is none.
    """
    from mfc_capacity.wording.code_pages import code_page, is_code

    return Meaning(code_page(code)) if is_code(code) else None


@worded
def erlang(model: str | None, **options: Unpack[ErlangOptions]) -> Calculation:
    """Answer one interval: what callers meet with given operators, or how many keep a target.

    Args:
        model: `b`: callers who find nobody free are lost; `c`: they wait; `a`: they wait and may hang up.
        options: those of the command with their units: calls, aht, patience, operators, lines, redial, within, target,
            of, short, max_asa, max_abandonment, max_occupancy, max_p_wait, wait, max_busy, max_blocking.

    Raises:
        ScenarioError: with every mistake of the options.
        NoAnswer: if no number of operators or lines keeps a target.

    >>> answer = erlang("a", calls="360/h", aht="4m", patience="2m", target="80% in 20s")
    >>> answer.intervals.records()[0]["operators"]
    26
    """
    from mfc_capacity.commands.erlang import question

    return Calculation(question.one_interval(model, _texts_of(options)))


@worded
def erlang_rows(path: str, model: str | None = None, **options: Unpack[ErlangOptions]) -> Calculation:
    """Answer every row of a CSV file (`erlang --from`), with the columns and options of the command.

    Raises:
        ScenarioError: with every mistake of the file or the options.
    """
    from mfc_capacity.commands.erlang import question

    answer, unanswered = question.rows_of_file(path, model, _texts_of(options))
    return Calculation(answer, NoAnswer([problem_in_words(unanswered)]) if unanswered else None)


def _texts_of(options: ErlangOptions) -> dict[str, str]:
    """Return the options that are given, by the names of the command line.

    Raises:
        TypeError: for a name that is none of them.
    """
    for name in options.keys() - ErlangOptions.__annotations__:
        message = f"erlang() got an unexpected keyword argument {name!r}"
        raise TypeError(message)
    return {f"--{name.replace('_', '-')}": str(value) for name, value in options.items() if value is not None}


def _side_of(text: str, ref: str | None, overrides: Sequence[str], workers: int) -> "Side | Failure":
    """Return one side of a comparison, or why it has no plan, so that the other still stands."""
    from mfc_capacity.commands.compare.compare import Failure
    from mfc_capacity.commands.compare.sides import load_side, side_name

    try:
        return load_side(text, ref=ref, overrides=overrides, workers=workers)
    except MfcError as error:
        return Failure(side_name(text, ref, overrides), error, ref)
