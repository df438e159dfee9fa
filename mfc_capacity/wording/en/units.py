"""What is wrong with a number, a duration, a share, an amount, a time or a date, and what to write instead."""

LEVELS_ARE_RATIOS = (
    "write it without a per cent sign, as 100 and 110 or 1 and 1.1: only the ratio to the first value counts"
)
WRITE_A_SCALE = "write thousands, millions and billions as k, mln and bln: 380 mln RUB"
SOME_GIVE_UP = "write the share who call again each time, as 60%"
ONE_OR_ALL = "did you mean 1% or 100%?"
SAME_EVERY_DAY = "the steps here are by clock time, as 08:00"
HOLIDAYS_HAVE_DATES = "weekdays stand here; name a holiday by its date, as date: 2014-05-09"
WRITE_A_CHANGE = "write it with its sign, as +15% for so much more, or -5%"
WRITE_A_DAY = "write one weekday, as mon, or holiday"
MONTHS_OF_EVERY_YEAR = (
    "a month is that of every year, as jan; for one month of one year write a peak with from and to"
)
WRITE_IN_DIGITS = "write it in digits, as 9000 or 0.5"
WRITE_A_DURATION = "write it as 3m 20s, 3.5m, 200s, 1h 5m or 3:20 (minutes:seconds)"
WRITE_A_LENGTH = "write it as 12h, 8h 30m or 45m"
WRITE_A_WINDOW = "write it from the shift's start, as 4h-7h"
WRITE_STARTS = "write 07:00, [07:00, 08:00], or 08:00-11:00 every 30m"
WRITE_A_PATTERN = "write days on and days off in a row, as 5/2 or 2/2, of 28 days together at most"
WRITE_YES_OR_NO = "write yes or no"
WRITE_WEEKS = "write whole weeks, as 6w; a month has four to five of them"
WRITE_ATTRITION = "write the share of people who leave in a month, as 3% a month"
WRITE_A_TENURE = "write months since the day of hire, as 0-3m, 3-12m and 12m+"
WRITE_SIZES = "write how many people a class has at least and at most, as 10..25, or one number"
WRITE_A_SHARE = "write it as 30% or 0.3"
WRITE_A_FACTOR = "write 120% for a fifth more, 80% for a fifth less"
WRITE_A_CLOCK_TIME = "write it as 08:00, from 00:00 to 24:00"
WRITE_A_DATE = "write it as 2014-05-01: year, month, day"
WRITE_HOURS = "write it as 08:00-20:00; round the clock is 00:00-24:00, a weekday without hours closed"
PAST_MIDNIGHT = "hours past midnight are not allowed: end at 24:00, and begin the next day at 00:00"
WRITE_A_SERVICE_LEVEL = "write it as 80% in 20s"
WRITE_A_REDIAL = 'write a share and a mean time, as "60% after 8m"'
WRITE_A_WAIT_LIMIT = "write it as 95% under 2m"
WRITE_A_LAW = (
    "write exponential, weibull(0.7) with its shape, or lognormal(1.1) with its coefficient of variation"
)
VARIATION = (
    "it is the standard deviation over the mean: 1 for exponential times, 0 for times that are all the same"
)

_RATIOS = {"share": "a share", "factor": "a factor"}
_ONE_OF_A_RANGE = {"weekday": "a weekday", "month": "a month", "day_of_month": "a day of the month"}
_WRITE_A_RANGE = {
    "weekday": "write mon, mon-fri or tue,thu",
    "month": "write jan, jun-aug or jun,aug",
    "day_of_month": "days run from 1 to 31, as in 15-26",
}


def not_a_number(text: str) -> str:
    """Refuse what is no number."""
    return f"'{text}' is not a number"


def write_without_commas(digits: str) -> str:
    """Advise on 9,000, which may be meant either way."""
    return f"write {digits}, or a point if the comma is a decimal one"


def write_with_a_point(number: str) -> str:
    """Advise on a decimal comma."""
    return f"write {number}"


def thousands_or_decimals(text: str) -> str:
    """Refuse 9.000, which is nine thousand in some countries and nine in others."""
    return f"'{text}' may be thousands or decimals"


def thousands_or_decimals_hint(thousands: str, decimals: str) -> str:
    """Advise how either is written."""
    return f"write {thousands}, or {decimals} if the point is a decimal one"


def per_cent_sign(text: str) -> str:
    """Refuse a per cent sign behind a number."""
    return f"'{text}' has a per cent sign, and a number is expected here"


def not_a_whole_number(text: str) -> str:
    """Refuse what is no whole number, or a negative one."""
    return f"'{text}' is not a whole number of 0 or more"


def no_unit(text: str) -> str:
    """Refuse a bare number where a unit belongs."""
    return f"'{text}' has no unit"


def seconds_or_minutes(number: str) -> str:
    """Ask which unit a bare number of a duration has."""
    return f"did you mean {number}s (seconds) or {number}m (minutes)?"


def not_a_duration(text: str) -> str:
    """Refuse what is no duration."""
    return f"'{text}' is not a duration"


def hours_or_minutes(text: str) -> str:
    """Refuse a duration with a colon where hours are meant."""
    return f"'{text}' may be hours or minutes"


def hours_or_minutes_hint(number: str) -> str:
    """Ask which unit a bare number of a duration of hours has."""
    return f"did you mean {number}h (hours) or {number}m (minutes)?"


def not_a_window(text: str) -> str:
    """Refuse what is no stretch of time."""
    return f"'{text}' is not a stretch of time"


def window_backwards(text: str) -> str:
    """Refuse a stretch without any time in it."""
    return f"'{text}' ends where it begins, or before"


def begins_at_midnight(text: str) -> str:
    """Refuse the end of the day as a start."""
    return f"'{text}' is the end of a day, not the beginning of one"


def not_starts(text: str) -> str:
    """Refuse what does not say when a shift begins."""
    return f"'{text}' does not say at which times a shift begins"


def steps_of_minutes(text: str) -> str:
    """Refuse starts that follow each other at once, or not by whole minutes."""
    return f"'{text}': starts follow each other by whole minutes, one or more"


def steps_miss_the_end(text: str, last: str) -> str:
    """Refuse steps that do not end where they are said to."""
    return f"'{text}': no start falls on {last}, which is to be the last"


def not_a_pattern(text: str) -> str:
    """Refuse what does not say on which days a shift is worked."""
    return f"'{text}' is not days on/days off"


def no_days_on(text: str) -> str:
    """Refuse a pattern in which nobody works."""
    return f"'{text}' has no days on"


def cycle_too_long(text: str, days: int, most: int) -> str:
    """Refuse a pattern beyond sense."""
    return f"'{text}' begins again after {days} days; a pattern has at most {most}"


def neither_yes_nor_no(text: str) -> str:
    """Refuse what is neither yes nor no."""
    return f"'{text}' is neither yes nor no"


def not_weeks(text: str) -> str:
    """Refuse what is no number of weeks."""
    return f"'{text}' is not a number of weeks"


def not_attrition(text: str) -> str:
    """Refuse a share without the month in which so many leave, or another time."""
    return f"'{text}' does not say which share of people leave in a month"


def everybody_leaves(text: str) -> str:
    """Refuse attrition that leaves nobody."""
    return f"'{text}': everybody leaves within a month"


def not_a_tenure(text: str) -> str:
    """Refuse what does not say how long people have been there."""
    return f"'{text}' does not say how many months people have been there"


def not_sizes(text: str) -> str:
    """Refuse what does not say how many people a class has."""
    return f"'{text}' does not say how many people a class has"


def class_of_nobody(text: str) -> str:
    """Refuse a class that may have nobody in it."""
    return f"'{text}': a class has at least one person"


def sizes_backwards(text: str) -> str:
    """Refuse a class of more people at least than at most."""
    return f"'{text}' runs backwards"


def more_than_everything(text: str) -> str:
    """Refuse a share of more than 100 %."""
    return f"'{text}' is more than 100 %; a share is part of a whole"


def more_than_thousandfold(text: str) -> str:
    """Refuse a factor beyond sense."""
    return f"'{text}' is more than a thousandfold; that is hardly meant"


def not_money(text: str) -> str:
    """Refuse what is no amount of money."""
    return f"'{text}' is not an amount of money"


def amount_in(number: str, currency: str) -> str:
    """Ask whether a bare number is meant in the file's currency."""
    return f"did you mean {number} {currency}?"


def write_its_currency(currency: str | None) -> str:
    """Advise how an amount is written; without a known currency, with one as an example."""
    return f"write it with its currency, as 420 {currency or 'RUB'}"


def negative_amount(text: str) -> str:
    """Refuse an amount below 0."""
    return f"'{text}' is negative; a price or budget is 0 or more"


def file_has_no_currency(text: str) -> str:
    """Refuse an amount where no currency is agreed."""
    return f"'{text}' is an amount, and the file has no currency"


def add_the_currency(currency: str) -> str:
    """Advise to name the file's currency."""
    return f"add currency: {currency} at the top"


def another_currency(text: str, written: str, currency: str) -> str:
    """Refuse an amount in a currency other than the file's."""
    return f"'{text}' is in {written}, and the file's currency is {currency}"


def convert_to(currency: str) -> str:
    """Advise to convert an amount."""
    return f"convert it to {currency}"


def larger_than_any_budget(text: str) -> str:
    """Refuse an amount beyond sense."""
    return f"'{text}' is larger than any budget"


def not_a_clock_time(text: str) -> str:
    """Refuse what is no time of the day."""
    return f"'{text}' is not a clock time"


def write_the_beginning(start: str) -> str:
    """Advise that steps are named by where they begin."""
    return f"write only its beginning, {start}: it holds until the next key"


def no_such_day(text: str) -> str:
    """Refuse a date that no calendar has."""
    return f"'{text}' is no day of the calendar"


def not_a_date(text: str) -> str:
    """Refuse what is no date."""
    return f"'{text}' is not a date"


def not_hours(text: str) -> str:
    """Refuse what is no span of hours."""
    return f"'{text}' is not a span of hours"


def hours_backwards(text: str) -> str:
    """Refuse a span of hours that ends before it begins."""
    return f"'{text}' ends before it begins"


def hours_overlap(text: str) -> str:
    """Refuse opening hours that overlap."""
    return f"'{text}' has spans that overlap"


def not_a_service_level(text: str) -> str:
    """Refuse what is no service level."""
    return f"'{text}' is not a service level"


def not_a_redial(text: str) -> str:
    """Refuse a text that does not say who calls again and when."""
    return f"'{text}' does not say how many call again, and after how long"


def not_a_wait_limit(text: str) -> str:
    """Refuse what is no limit of a wait."""
    return f"'{text}' is not a share of callers and the wait that they do not exceed"


def shape_out_of_range(text: str, least: object, most: object) -> str:
    """Refuse the shape of a Weibull law beyond sense."""
    return f"'{text}': a shape is {least} to {most}"


def not_a_law(text: str) -> str:
    """Refuse what is no law of random times."""
    return f"'{text}' is not a law of times"


def variation_out_of_range(text: str, most: object) -> str:
    """Refuse a coefficient of variation beyond sense."""
    return f"'{text}': a coefficient of variation is 0 to {most}"


def not_in_range(text: str, of: str) -> str:
    """Refuse what is no weekday, month or day of the month."""
    return f"'{text}' is not {_ONE_OF_A_RANGE[of]}"


def all_come_again(text: str) -> str:
    """Refuse callers hardly any of whom ever give up."""
    return f"'{text}': of callers who come again at most 95% do each time"


def not_a_change(text: str) -> str:
    """Refuse what is no change by a part of a figure."""
    return f"'{text}' is not a change"


def change_out_of_range(text: str, most: int) -> str:
    """Refuse a change that leaves nothing, or makes too much of a figure."""
    return f"'{text}' leaves nothing, or makes it more than {most}-fold"


def one_day(text: str) -> str:
    """Refuse several days where one is asked for."""
    return f"'{text}' names more than one kind of day"


def write_it_as(text: str) -> str:
    """Advise on weekdays or months that are written in other words."""
    return f"write {text}"


def write_a_range(of: str) -> str:
    """Advise how weekdays, months or days of the month are written."""
    return _WRITE_A_RANGE[of]


def runs_backwards(text: str) -> str:
    """Refuse a range that runs over the end of the week or year."""
    return f"'{text}' runs backwards"


def write_two_ranges(first: str, end: str, start: str, last: str) -> str:
    """Advise to split a range at the end of the week or year."""
    before = first if first == end else f"{first}-{end}"
    return f"write {before},{start if start == last else f'{start}-{last}'}"


def named_twice(text: str, of: str) -> str:
    """Refuse ranges that name a day or month twice."""
    return f"'{text}' names {_ONE_OF_A_RANGE[of]} twice"


def rate_without_time(text: str) -> str:
    """Refuse a number of calls without the time in which they come."""
    return f"'{text}' has no time"


def write_a_rate(number: str) -> str:
    """Advise how calls per time are written."""
    return f"write {number}/h for calls per hour, or {number}/15m"


def not_a_rate(text: str) -> str:
    """Refuse a rate below 0, or in no time."""
    return f"'{text}' is not a rate of 0 or more"


def signed(text: str) -> str:
    """Refuse a factor with a plus."""
    return f"'{text}' has a sign"


def not_a_ratio(text: str, of: str) -> str:
    """Refuse what is no share or factor."""
    return f"'{text}' is not {_RATIOS[of]}"


def negative(text: str) -> str:
    """Refuse a share or factor below 0."""
    return f"'{text}' is negative"


def no_per_cent_sign(text: str) -> str:
    """Refuse a bare number that is too large for a share."""
    return f"'{text}' has no per cent sign"


def per_cent_or_more(number: str, more: str) -> str:
    """Ask whether a bare factor is a part, or that much more than everything."""
    return f"did you mean {number}% (of an ordinary day), or {more}% ({number} % more)?"


def in_per_cent(number: str) -> str:
    """Ask whether a bare number is meant in per cent."""
    return f"did you mean {number}%?"
