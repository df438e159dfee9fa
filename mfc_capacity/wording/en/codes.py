"""What the code of a warning means, why it matters, and what to do: one page for each code."""

from typing import NamedTuple


class CodeText(NamedTuple):
    """The page of one code."""

    meaning: str
    reason: str
    remedy: str


CODES = {
    "operator-hour-unpriced": CodeText(
        "The scenario gives no price of an operator hour.",
        "Hours are planned all the same, but labour cost and cost are unknown (null), not 0.",
        "Add costs.operator_hour, as 420 RUB, and currency at the top of the file.",
    ),
    "contact-unpriced": CodeText(
        "A channel takes a share of the calls, and a contact by it has no price.",
        "What the channel costs is unknown, and so are contact cost and cost: it may be cheaper than a call or not.",
        "Add the channel to costs.contacts, as sms: 1.5 RUB; 0 RUB if it costs nothing.",
    ),
    "peak-never-on": CodeText(
        "A peak falls on no day of the calendar.",
        "It changes nothing in the plan; a mistaken date looks exactly like this.",
        "Compare the peak's dates with the calendar's, or delete the peak.",
    ),
    "patience-unknown": CodeText(
        "In the records of a hotline nobody hung up while waiting.",
        "How long callers are ready to wait cannot be learnt; without it a plan takes them to wait for ever.",
        "Learn from days on which callers had to wait, or write patience by hand, with where it comes from.",
    ),
    "waits-unknown": CodeText(
        "The records of a hotline do not tell how long callers waited, or not of those who hung up.",
        "How long callers are ready to wait cannot be learnt; without it a plan takes them to wait for ever.",
        "Name the column of waits, as --columns queue_s=Wait, or write patience by hand, with where it comes from.",
    ),
    "days-without-calls": CodeText(
        "On some days on which a hotline is usually called, the records have no call.",
        "Such a day is more often a gap in the records than a quiet one: it is left out, and teaches nothing.",
        "Find the missing files; if the hotline was closed, name the days as holidays (--country), or close them.",
    ),
    "law-fits-badly": CodeText(
        "The times until callers hang up are unlike each law of patience that a scenario may have.",
        "The nearest one describes waits that callers had; what it says of far longer ones, and its mean, is a guess.",
        "Compare the columns still_waiting and by_law of --table survival up to the waits that you plan for.",
    ),
    "habit-forecasts-better": CodeText(
        "A week ahead a simple habit would have been nearer to the calls that came than the forecast.",
        "The forecast learns a level over some months; after a step, or in a steep trend, it comes too late.",
        "Learn from the weeks since the change, in a file of their own, or plan the change as a driver.",
    ),
    "hotline-began": CodeText(
        "A hotline has no call in the first two weeks of the records, or longer.",
        "What is not there is taken for a hotline that did not exist, and not for days without a call.",
        "If records are missing, add them.",
    ),
    "hotline-ended": CodeText(
        "A hotline has no call in the last two weeks of the records, or longer.",
        "It is taken for closed: the scenario plans its calls as they were, and nothing for days to come.",
        "If records are missing, add them; if it was renamed, join the names under hotlines in the file of --map.",
    ),
    "level-changes": CodeText(
        "Days of a hotline are high or low for weeks on end, beyond weekdays, months and peaks.",
        "What the calls of a day are depends on when it was: the mean and the spread of days fit no day of the record.",
        "Learn from the weeks since the last change, in a file of their own, or write it as a driver.",
    ),
    "few-days": CodeText(
        "The records of a hotline have less than two weeks.",
        "A weekday that is seen once cannot be told from the day it happened to be.",
        "Learn from more weeks, or read the intervals of the figures (--table figures) before planning by them.",
    ),
    "calendar-moved": CodeText(
        "A backtest has a scenario whose calendar has no day of the records.",
        "Weekdays, months, holidays and what changes by date are then those of the records' days, for which the "
        "figures may never have been meant.",
        "Give records of the scenario's own days, or set calendar.from and calendar.to to the days you mean.",
    ),
    "days-not-recorded": CodeText(
        "Among the days of the records are some without a single call.",
        "Such a day is more often a gap in the records than a quiet one: it is not compared.",
        "Find the missing files; if the hotlines were closed, close those days in the scenario.",
    ),
    "clock-changes-left-out": CodeText(
        "A backtest leaves out the days on which the clock changes.",
        "An hour comes twice or not at all, and a log does not say which of the two its clock times mean.",
        "Nothing needs to be done; those days are few.",
    ),
    "operators-inferred": CodeText(
        "Who was on duty was inferred from calls that overlap.",
        "While a caller waits all operators are busy and can be counted; an interval in which nobody waits shows only "
        "how many were there at least, and its waits are not compared. So busy intervals are compared and quiet ones "
        "are not.",
        "Give the roster with --operators FILE, or name it in the scenario.",
    ),
    "few-judged": CodeText(
        "Calls show in less than half of the intervals who was on duty.",
        "Those are the intervals in which many waited; what callers met there is worse than on the whole, and worse "
        "than what is said of such intervals on average.",
        "Give the roster with --operators FILE, or name it in the scenario.",
    ),
    "said-overloaded": CodeText(
        "In some intervals of a backtest the operators there are fewer than the calls need that the scenario expects.",
        "Where callers never hang up such a queue grows without end: none of them is answered in time, and how long "
        "they wait has no mean. Callers of the past did hang up.",
        "Give the hotlines a patience (fit learns it from the records), or plan with method: time-dependent.",
    ),
    "level-not-recorded": CodeText(
        "The service level is of virtual callers, who wait however long it takes.",
        "Records do not tell how long a caller who hung up would have waited.",
        "Count offered calls for the backtest: --set targets.service_level.of=offered.",
    ),
    "calls-outside-hours": CodeText(
        "Calls came at times at which the scenario has all hotlines of the group closed.",
        "They are calls that nobody was said to make; many of them mean that hours or holidays are wrong.",
        "Look at them in the table intervals, and correct hours, calendar.holidays or closed.",
    ),
    "files-overlap": CodeText(
        "Several files have rows of the same days that agree, and no column tells calls or callers apart.",
        "Calls that stand in two files count twice: there seem to be more calls than there were.",
        "Leave out a file or the days that are doubled, or export calls with a number each, as call_id.",
    ),
    "much-left-out": CodeText(
        "More than 5 % of the rows of the records are left out because something in them is not understood.",
        "Calls that are left out are not learnt from: there are more calls than the figures say.",
        "Say what outcomes mean (outcomes in the file of --map), or which column is what; see --table excluded.",
    ),
    "few-calls": CodeText(
        "A hotline has less than a thousand calls in the records.",
        "Its figures may be far off; their intervals say how far.",
        "Learn from a longer time, or put the hotline together with another (hotlines in the file of --map).",
    ),
    "hours-not-counted": CodeText(
        "A hotline was learnt from counts by day.",
        "Spread over 24 hours, the same calls need far fewer operators than in a working day with a peak.",
        "Learn from counts by interval, or write the hotline's hours and profile by hand.",
    ),
    "aht-not-counted": CodeText(
        "The records of a hotline do not tell how long its calls take, as counts of calls mostly do not.",
        "Operators are in proportion to the handling time: one that nobody measured makes a plan that nobody can use.",
        "Give --aht, or write the handling time of each hotline into the scenario, with its source.",
    ),
    "columns-guessed": CodeText(
        "Columns of a table were taken for what their names say to most people.",
        "A column of answered calls in the place of offered ones makes every figure too low.",
        "Say under volumes which column is what: columns: {date: Date, start: Time, calls: Offered}.",
    ),
    "aht-column-unread": CodeText(
        "A table has a column that looks like handling times, and columns does not name it.",
        "The hotline's own aht holds in its place: the plan may be for shorter or longer calls than the forecast has.",
        "Add it to the columns of the table, as aht: AHT; or rename it in the table if it is something else.",
    ),
    "rows-left-out": CodeText(
        "A table with a row for every half hour, or another regular step, leaves out some of them within a day.",
        "The calls or operators of the row before go on over such a gap; a missing morning has none at all.",
        "Add the rows, with 0 where nobody calls or is on duty; or change hours if the hotline is closed then.",
    ),
    "table-aht-apart": CodeText(
        "The AHT of a table is more than five times the hotline's own, or less than a fifth of it.",
        "A table in minutes is read as seconds, and every figure of the plan is then for calls of no length.",
        "Write the table's AHT in seconds, or as times such as 3:20; or put the hotline's own aht right.",
    ),
    "hotline-never-open": CodeText(
        "A hotline is open on no day of the calendar.",
        "None of its calls are planned for; a mistaken weekday looks exactly like this.",
        "Compare the hotline's hours with the calendar's days, or lengthen the calendar.",
    ),
    "abandonment-unlimited": CodeText(
        "In some interval more than 5 % of the callers hang up, and no target limits how many may.",
        "Callers who give up leave room for others: a service level can be met because people hang up.",
        "Add targets.max_abandonment, as 5%, and see how many operators it asks for.",
    ),
    "calls-outlast-intervals": CodeText(
        "A call takes longer than an interval.",
        "The stationary method takes each interval as if its queue had settled; within one call it has not.",
        "Lengthen calendar.interval; the waits in short intervals are rough until then.",
    ),
    "open-without-calls": CodeText(
        "A group is open on days on which nobody calls, and min_operators are on duty there.",
        "A weekday, month or peak at 0% takes all calls of a day, and the hours stay open: their operators are paid.",
        "Leave the weekday out of hours to close it, or min_operators out of the group: 0 calls need 0 operators.",
    ),
    "variation-unsaid": CodeText(
        "The scenario says nothing of how days differ beyond chance, and promises something.",
        "The plan takes the calls of each day as known. Where they vary from day to day, bad days lose more than good "
        "ones gain: the mean is below the promise, and the worst days far below it.",
        "Write varies, as 10%: the coefficient of variation of a day's calls once weekday, season and peaks are taken "
        "out. With on: 90% of days under targets nine of ten days keep them. varies: 0% says that days do not vary.",
    ),
    "operators-capped": CodeText(
        "The targets need more operators than max_operators lets sit down.",
        "In those intervals a target is missed with every seat taken; the figures are those of the operators there.",
        "See when: --table intervals has operators_needed beside operators_required. Raise max_operators, change the "
        "targets, or take calls away by deflect.",
    ),
    "lines-capped": CodeText(
        "The targets need more operators than there are lines.",
        "An operator answers who has got through: with one for each line more would serve nobody. The figures are "
        "those of an operator for each line.",
        "Raise lines, or change the targets: --table intervals has bound_by lines where it is so.",
    ),
    "operators-without-line": CodeText(
        "There are more operators on duty than lines.",
        "So many calls cannot be in service at once: operators beyond the lines wait for calls that never come.",
        "Raise lines, or lower min_operators or the operators that are stated.",
    ),
    "lines-short": CodeText(
        "More calls find all lines busy than max_busy allows.",
        "The lines are fewer than the target asks for with the operators required; or callers who never hang up are "
        "more than are served, and any number of lines is full in the end.",
        "See when: --table intervals has lines_needed beside lines. Raise lines, or max_busy. With the same lines more "
        "operators free them sooner where patience is longer than a call, and later where it is shorter. Only where no "
        "number of lines is enough does it take more operators: raise max_operators or min_operators.",
    ),
    "busy-unlimited": CodeText(
        "More than 5 % of the calls of an interval find all lines busy, and no target limits how many may.",
        "Who gets no line does not wait: where lines are few, waits and shares who wait can be kept by a handful of "
        "operators while nearly nobody gets through.",
        "Raise lines: a target of max_busy, as 1%, says how many it takes.",
    ),
    "lines-mean-rates": CodeText(
        "Lines of a group whose hotlines differ are full at times, and its waits are those of mean rates.",
        "The exact chain of a queue with so many lines needs one law of handling times and one of patience, both "
        "exponential. Where lines are hardly ever all busy each hotline counts by itself, as without lines.",
        "Play the day by simulate, or split the group.",
    ),
    "shrinkage-high": CodeText(
        "More than 60 % of the paid time is not on duty.",
        "Two people and more are paid for each on duty; parts that hold together are often counted twice.",
        "Check the parts of shrinkage: each is a share of the paid time, and they are added up.",
    ),
    "given-above-most": CodeText(
        "The operators that the scenario states, or its roster, are more than max_operators.",
        "So many cannot sit down at once, or the most is wrong; waits with those given count all of them.",
        "Correct the roster, or raise max_operators: --table intervals has operators_given beside operators_required.",
    ),
    "operators-short": CodeText(
        "The operators that the scenario states are fewer than an interval needs.",
        "In those intervals a target is missed; where the load reaches the operators, the queue only grows.",
        "See when: --table intervals has operators_given and operators_short; explain shows one interval step by step.",
    ),
    "accounts-without-dates": CodeText(
        "The scenario has a contract or a budget, and no calendar.",
        "Both run through the dates of the plan; one ordinary day says nothing of when they end.",
        "Add calendar.from and calendar.to.",
    ),
    "contract-never-on": CodeText(
        "No planned day lies between a contract's first and last day.",
        "The contract is used for nothing in this plan.",
        "Compare the contract's dates with the calendar's.",
    ),
    "contract-in-use-before": CodeText(
        "A contract begins before the first planned day.",
        "What was used of it until then is not known here, so it runs out earlier than the account says.",
        "Begin the calendar with the contract, or reduce the volume by what is used already.",
    ),
    "days-without-contract": CodeText(
        "Some planned days lie in no contract.",
        "Their calls are in the plan and its cost, and in no account of a contract.",
        "Add the contract that covers them under contracts, or shorten the calendar.",
    ),
    "shifts-short": CodeText(
        "In some intervals fewer operators are at their desks than are required, though shifts reach these times.",
        "Some limit leaves no more: max_operators of a group or shift, or max_share. What is missing is left where it "
        "weighs least: the first missing of many weighs less than the last of few, and an interval by its calls.",
        "Raise the limit, add a shift that has none, or look at the columns under and service_level of --table cover.",
    ),
    "shifts-unreached": CodeText(
        "Operators are required at times at which nobody of any shift can be at the desk.",
        "No start leads there, or all shifts that do have their breaks just then; no number of people changes it.",
        "Add a shift or a start, widen the window of a break, or shorten the hours of the hotline.",
    ),
    "shifts-time-limit": CodeText(
        "The search for cheaper shifts was ended by the time limit.",
        "What was found can be worked; how much less it could cost is known only as far as the gap says. Another run "
        "may find another schedule.",
        "Give it more time by --time-limit, accept a larger --gap, schedule fewer days, or allow fewer starts.",
    ),
    "shifts-breaks-twice": CodeText(
        "Shifts hold their breaks, and shrinkage is one figure that does not say which part of it is breaks.",
        "Whoever is on a break of the shift is paid and not at the desk; shrinkage pays the same break once more.",
        "Write shrinkage in parts, as {leave: 12%, sickness: 5%, breaks: 9%}; the part breaks is left out where a "
        "shift holds its own. Or leave breaks out of the figure.",
    ),
    "shifts-days-few": CodeText(
        "Fewer days are scheduled than people of a shift are off in a row.",
        "Who is off on all of these days costs nothing on them and is not looked for: people and heads are only those "
        "who work on one of them.",
        "Schedule a whole cycle of each pattern, as four days of 2/2 or seven of 5/2.",
    ),
    "shifts-target-missed": CodeText(
        "Shifts were asked to keep a service level over a period, and another target is missed in some intervals.",
        "With --target service-level only that and the floor are asked for; other targets are those of a plan that "
        "covers every interval.",
        "Use --target cover, raise --floor, or keep the period short by --per hour.",
    ),
    "shifts-promise-missed": CodeText(
        "Shifts were asked to keep the service level of each day or hour, and some fall short of it.",
        "There are too few people or seats, no shift reaches some of the calls, or the queue carried through the day "
        "does not settle as the program takes it to, and time was too short to correct that.",
        "Raise max_operators, add shifts, give it more --time-limit, or cover every interval by --target cover.",
    ),
    "people-without-shifts": CodeText(
        "The scenario has shifts, and the full-time jobs required are counted without them.",
        "Shifts are longer than peaks, so that they take more paid hours than the operators required by themselves.",
        "Use --shifts: each week is scheduled, and its jobs are the paid hours of its shifts.",
    ),
    "people-weeks-apart": CodeText(
        "Each week is scheduled by itself, and some patterns of days have their days off elsewhere in each.",
        "Who works two days and has two off may fit one week and not the next.",
        "See what four weeks take together by schedule --from --to, or use patterns of seven days, as 5/2.",
    ),
    "people-shifts-unknown": CodeText(
        "Of some weeks no shifts were found in the time.",
        "What these weeks require is not known: they are not judged, and nothing is guessed from other weeks.",
        "Give it more time by --time-limit.",
    ),
    "people-shifts-short": CodeText(
        "In some weeks shifts leave operators uncovered.",
        "No shift reaches the hour, or max_operators is too low; what nobody can work counts in no jobs required.",
        "See shifts-unreached and shifts-short in schedule --from for that week.",
    ),
    "people-trainers-short": CodeText(
        "Classes take more trainers' hours than those at work have.",
        "Each in training takes training.trainer_hours from those at work; output is 0 then, and what training lacks "
        "weighs as what callers lack.",
        "Let fewer begin at once, lower trainer_hours, or have others train them.",
    ),
    "people-late": CodeText(
        "Jobs are missing in weeks that no class can reach: notice and training take longer.",
        "Whoever may be hired is at work only later, whatever it costs; until then callers meet those who are there.",
        "Begin sooner: shorten notice or training, move planned classes, allow more overtime, or ask others to help.",
    ),
    "people-short": CodeText(
        "In some weeks fewer full-time jobs are there than the plan requires, overtime included.",
        "Nobody is hired for them: nobody may be, classes are as many as may be, or even the smallest costs more than "
        "what is missing weighs (costs.shortage, 3 operator hours for an hour unless the file says otherwise).",
        "See over_fte and service_level in --table people; raise costs.shortage, a_month, overtime or the most of "
        "classes.size, or lower the least of it.",
    ),
    "people-outpaced": CodeText(
        "Classes at their most do not hold what is required, however long one hires.",
        "As many people leave each month as come once a number is reached, and that number is below the need.",
        "Allow more or larger classes, or find out why people leave: attrition decides what a pace of hiring holds.",
    ),
    "people-time-limit": CodeText(
        "The search for cheaper classes was ended by the time limit.",
        "What was found can be done; how much less everything could cost is known only as far as the gap says.",
        "Give it more time by --time-limit, or accept a larger --gap.",
    ),
    "days-not-paid": CodeText(
        "The money pays for a contract's operator hours, and some planned days lie in no contract.",
        "No sum buys operators on these days; their calls count in no figure of the curve.",
        "Add the contract that covers them under contracts, or let the budget cover labour.",
    ),
    "intervals-left-alone": CodeText(
        "At a sum that is asked about, fewer than a tenth of the calls of some intervals are answered in time.",
        "The sum is short; placed for the most answered, it goes where it helps most and leaves the others alone.",
        "Use --place same-promise, or --floor 50%, or give the group min_operators.",
    ),
    "budget-cost-unknown": CodeText(
        "The budget pays for something whose cost is unknown.",
        "Without the cost it cannot be said when the money ends, or how much is left.",
        "Add the price that is missing, or say with budget.covers what the money is for.",
    ),
    "curve-after-duty": CodeText(
        "Hours after duty have a price, and budget weighs operators that are not those of the plan.",
        "It adds to wages the share that hours after duty have in the plan, so costs differ a little from a plan's.",
        "Read the curve for what more money buys, and the plan for what its own hours after duty cost.",
    ),
    "curve-by-interval": CodeText(
        "The scenario's method is time-dependent, and budget weighs single intervals against one another.",
        "It takes each interval as if its queue had settled, so its figures differ a little from the plan's.",
        "Read the curve for what more money buys, and the plan or simulate for what callers will meet.",
    ),
    "handling-times-rough": CodeText(
        "Handling times of a group differ or vary so much that the correction for them is rough.",
        "Patience of any law is exact, handling times are not: beyond a ratio of 5, with nearly constant times beside "
        "others, very varied ones, or few operators, service levels were up to 6 points off when simulated, ASA by "
        "more than half.",
        "Play the day with simulate; give hotlines whose calls differ so much operators of their own.",
    ),
    "promise-not-kept": CodeText(
        "On the days of the table intervals, some intervals will miss a target that the plan promises to keep.",
        "The stationary method takes each interval as if its queue had settled, but a queue goes on into the next.",
        "Write method: time-dependent, which plans with the queue carried on; play either plan with simulate.",
    ),
    "promise-uncertain": CodeText(
        "Hotlines differ, have own laws or are called again; what some intervals promise is not known to hold.",
        "The mix of calls in service changes fast there, or spreads waits widely, or operators are few, or laws of "
        "times are not exponential, or callers come again unevenly; there the correction has been seen to err by some "
        "points.",
        "Play the day with simulate, and set what is simulated beside what is promised in these intervals.",
    ),
    "queue-builds-up": CodeText(
        "The operators that the scenario states cannot keep up for a while, and callers never hang up.",
        "There is no steady state, but there is a queue, and it may take hours to clear.",
        "See --table intervals: given_backlog is the number who wait at each interval's end; add operators before it.",
    ),
    "precision-not-reached": CodeText(
        "A simulated day was played as often as it is at most, and is still not known as narrowly as asked.",
        "The half-width beside each figure says how much chance is left in it.",
        "Ask for less with --precision, or read the figures with their half-widths.",
    ),
    "queue-grows-daily": CodeText(
        "Round the clock more work comes in than the operators can do, and callers never hang up.",
        "Each day begins with a longer queue than the one before, so there is no typical day to show.",
        "Give the hotlines a patience, as callers have one, or add operators.",
    ),
    "callers-give-up": CodeText(
        "More than 5 % of the callers of an interval hang up, and no target limits how many may.",
        "Callers who give up leave room for others: the target is met partly because of them.",
        "Give a target of max_abandonment too, as 5%.",
    ),
    "samples-without-plan": CodeText(
        "At some points of the sample of ranges there is no plan: shares do not add up, or a target is out of reach.",
        "They count as points at which no limit is kept; percentiles are those of the others.",
        "Narrow the ranges that lead there, or ease the target.",
    ),
    "column-unread": CodeText(
        "A column of the file has nearly the name of one that is read, and is not read.",
        "If it was meant, its figures are missing from every answer of the file.",
        "Correct the column's name, or leave it: columns of your own travel into the answer untouched.",
    ),
}
