"""What the codes of `check` mean, why they matter, and what to do; `explain CODE` prints them, SARIF carries them."""

from mfc_capacity.answers.check import (
    FIGURE_UNKNOWN,
    INCREASE_EXCEEDED,
    LIMIT_EXCEEDED,
    LIMIT_UNDERCUT,
    NO_PLAN,
    SCENARIO_REFUSED,
    TOO_UNLIKELY,
)
from mfc_capacity.wording.en.codes import CodeText

CHECK_CODES = {
    LIMIT_EXCEEDED: CodeText(
        "A figure of the plan is higher than a limit with max allows.",
        "The row that is named is the worst one that the limit is about; others may be too high as well.",
        "Change what drives the figure; if the change is wanted, raise the limit beside it, so that its owner sees it.",
    ),
    LIMIT_UNDERCUT: CodeText(
        "A figure of the plan is lower than a limit with min asks for, or a day comes earlier.",
        "The row that is named is the worst one that the limit is about. A day that never comes breaks no min.",
        "Change what drives the figure: a target that is too loose, a demand that has grown; or the limit, in review.",
    ),
    INCREASE_EXCEEDED: CodeText(
        "A figure has grown by more than a limit with max_increase allows.",
        "It is compared with the same row of the baseline; the row that is beyond its limit most is named.",
        "See with compare which inputs changed and what each of them did.",
    ),
    TOO_UNLIKELY: CodeText(
        "A limit with a probability is kept in fewer samples of the scenario's ranges than it asks for.",
        "The plan of the figures as they are may keep it; they may be off, and then it does not hold often enough.",
        "See with risk which ranges it hangs on: learn more about those, leave more room, or ask for less certainty.",
    ),
    FIGURE_UNKNOWN: CodeText(
        "The plan does not know the figure that a limit is about.",
        "Nobody can say that the limit is kept: a price is missing, operators cannot keep up, no row matches, or the "
        "scenario has no such account.",
        "Give the scenario what is missing, or change the limit's where.",
    ),
    SCENARIO_REFUSED: CodeText(
        "A scenario, a limit or a baseline has mistakes, and the scenario was not judged.",
        "A limit that nobody could judge is not kept, so the exit code is 2, whatever else was found.",
        "Mend what is named; validate finds the mistakes of scenarios and their limits faster.",
    ),
    NO_PLAN: CodeText(
        "No number of operators keeps one of the scenario's targets.",
        "There is no plan to hold limits against; the exit code is 3, unless something could not be read.",
        "Leave room for chance in the target that is named, as 99.9% instead of 100%.",
    ),
}
