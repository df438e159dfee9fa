"""The codes of `check`: what each means, why it matters, what to do. `explain CODE` prints them, SARIF carries them."""

from dataclasses import dataclass

LIMIT_EXCEEDED = "limit-exceeded"
LIMIT_UNDERCUT = "limit-undercut"
INCREASE_EXCEEDED = "increase-exceeded"
FIGURE_UNKNOWN = "figure-unknown"
SCENARIO_REFUSED = "scenario-refused"
NO_PLAN = "no-plan"


@dataclass(frozen=True)
class CodePage:
    """One code: a title for lists, and paragraphs that say what it means and what to do."""

    title: str
    text: str


CODES = {
    LIMIT_EXCEEDED: CodePage(
        "A figure of the plan is higher than a limit allows",
        """\
A limit with `max` is broken: the figure that stands in the plan is higher than the limit.

Without `where` the limit is held against the whole horizon where figures add up (calls, hours, cost), and
against the worst day, or the worst interval, of the worst group elsewhere. The row that is named is the worst
one; others may be too high as well. Differences below one part in a thousand million are arithmetic noise and
break nothing.

What to do: look at the lines that drive the figure most. If the change is wanted, raise the limit in the same
change, so that whoever owns the limit sees it in review.
""",
    ),
    LIMIT_UNDERCUT: CodePage(
        "A figure of the plan is lower than a limit asks for",
        """\
A limit with `min` is broken: the figure that stands in the plan is lower than the limit, or a day (the end of
the contract's volume, of the money) comes earlier.

A day that never comes is later than any date and keeps a `min`.

What to do: look at the lines that drive the figure most, a target that is too loose or a demand that has
grown, and change them, or the limit, in review.
""",
    ),
    INCREASE_EXCEEDED: CodePage(
        "A figure has grown by more than a limit allows",
        """\
A limit with `max_increase` is broken: the figure is higher than in the baseline by more than the limit
allows. The baseline is the same scenario at another git revision (`--baseline-ref main`), or another scenario
or plan (`--baseline FILE`).

Rows are compared with the same rows: a month with that month, a group with that group. Where several are, the
one that has grown most beyond its limit is named. `5%` is a part of the baseline's figure; `2 pp` are
percentage points of a share.

What to do: `mfc-capacity compare` says which inputs changed and how much each of them did.
""",
    ),
    FIGURE_UNKNOWN: CodePage(
        "A limit cannot be judged, because its figure is unknown",
        """\
The plan does not know the figure that a limit is about, so nobody can say that the limit is kept. The level
is the limit's own.

The reasons are: a price is missing, so that a cost is unknown; the operators given cannot keep up, so that
waits have no steady state; no row of the plan matches (the group is closed on that day, no group states its
operators, the peak never is on); the scenario has no contract or no budget; the baseline has no such row.

What to do: give the scenario what is missing, or change the limit's `where`.
""",
    ),
    SCENARIO_REFUSED: CodePage(
        "A scenario, its limits or its baseline cannot be read",
        """\
A file has mistakes, so this scenario was not judged. Other scenarios of the same run were. The exit code is
2, whatever else was found: a limit that nobody could judge is not kept.

What to do: mend what is named; `mfc-capacity validate` finds the same mistakes faster.
""",
    ),
    NO_PLAN: CodePage(
        "A scenario has no plan",
        """\
The scenario is right, and no number of operators keeps one of its targets, so there is nothing to hold limits
against. Other scenarios of the same run were judged. The exit code is 3, unless something could not be read
(2).

What to do: leave room for chance in the target that is named, as 99.9% instead of 100%.
""",
    ),
}
