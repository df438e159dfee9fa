"""What is wrong with a scenario or a file of limits: a value, a key, parts that do not fit together."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from mfc_capacity.files.units import plain_text
from mfc_capacity.wording.en.numbers import duration_text, share_text

# Shapes and keys.
INDENT_KEYS_BELOW = (
    "indent its keys below it, as key: value; or indent this line, if it belongs to the key above"
)
MAP_EXPECTED = "a map is expected here"
LIST_EXPECTED = "a list is expected here"
WRITE_A_LIST = "write [one, another], or give each entry a line that begins with a dash"
NO_LIST_HERE = "a list does not belong here"
NAMES_INSTEAD_OF_A_LIST = "write name: value, without dashes or square brackets"
TWO_SPANS = "write it as one text, as 08:00-12:00, 13:00-20:00"
WRITE_A_PROFILE = "write it as {08:00: 4, 12:00: 6}: a weight holds until the next key"
HOLIDAYS_ARE_A_MAP = "holidays are those of a country, or days with their names"
WRITE_ON_DAYS = "write average, or a share of days from 1% to 99.9%, as 90% of days"
WRITE_A_COUNTRY = "write its two capital letters, as RU or DE"
NAME_THE_DAYS = "name the days themselves, as holidays: {2014-05-09: Victory Day}"
NO_HOLIDAYS_PACKAGE = "the holidays of this country are in the package holidays, which is not installed here"
INSTALL_HOLIDAYS = "pip install holidays (the extra calendar), into the environment that mfc-capacity runs in"
INSTALL_TZDATA = "pip install tzdata (the extra calendar), into the environment that mfc-capacity runs in"
WRITE_A_TIMEZONE = "write its name in the tz database, as Europe/Moscow; none, where every day has 24 hours"
SHORTEN_THE_INTERVAL = "shorten calendar.interval, or leave out the time zone: then every day has 24 hours"
RATES_BESIDE_SHARES = "weights with and without a per cent sign stand side by side"
WEIGH_IN_ONE_WAY = "write rates, as 4, or shares of the day that add up to 100 %, as 12%"
WEIGHTS_OR_SHARES = "shares of the day add up to 100 %; weights without a per cent sign need not"
HOW_A_SHARE_HOLDS = "a share is of the time between its key and the next, in which the hotline has to be open"
NAME_THE_OPEN_DAYS = "name every weekday on which the hotline is open; or close it then, in its hours"
WRITE_OPERATORS = "write a number, or {08:00: 90, 10:00: 140}: each holds until the next key"
WRITE_SHRINKAGE = "write one figure, as 30%, or parts that add up, as {leave: 12%, breaks: 9%}"
SHRINKAGE_OVER_TIME = (
    f"{WRITE_SHRINKAGE}; a part may be by month, as {{leave: {{jan-may: 9%, jun-aug: 20%, sep-dec: 10%}}}}, "
    "and all of it by date, as {2014-03-01: 30%, 2014-07-01: 38%}"
)
WRITE_CHANNELS = "write [{to: sms, share: 5%}]"
WRITE_BREAKS = "write [{length: 45m, within: 4h-7h}]"
EMPTY = "this is empty"
WRITE_WHAT_BELONGS = "write what belongs here"
ENTRY_WITHOUT_VALUE = "this entry has no value"
WRITE_A_VALUE = "write one, indent its keys below it, or delete the key"
MORE_PROBLEMS = "there are more problems"
MEND_THESE_FIRST = "mend these first"
SPLIT_THE_FILE = "split the file"

# Values.
NAME = "a name has 1 to 100 characters, and no control characters"
TEXT = "a text has 1 to 1,000 characters, and no control characters"
WRITE_A_CURRENCY = "write its three capital letters, as RUB or EUR"
WRITE_AN_INTERVAL = "as 5m, 15m or 1h"
END_AT_MIDNIGHT = "the day ends at 24:00"
WRITE_A_PATIENCE = "write it as 2m; endless, where nobody hangs up"
WRITE_A_WEEK = "write the paid hours of a week, as 40h"
DELETE_THE_TOTAL = "parts are added up: delete the total, or keep it as the one figure, as shrinkage: 30%"
ONE_SHARE_A_DAY = "keep one of them, or let one begin on another day"
EVERY_HOTLINE = 'write "*" for every hotline that is not named'
_STEPS = {"weekday": "weekdays", "month": "months", "date": "dates", "clock": "clock times"}
_FOR_ALL = {
    "weekday": "calls differ by weekdays: {mon: 120%}",
    "month": "calls differ by months: {jan: 80%}",
    "date": "calls grow with a driver, as scales_with: centres and drivers: {centres: {2014-03-01: 43}}",
    "clock": "calls differ through the day by profile: {08:00: 4, 12:00: 6}",
}
_FACTORS = {
    "weekdays": "the weekday factors add up to 100 %, as shares of the week do",
    "months": "the month factors add up to 100 %, as shares of the year do",
}
MOVE_THE_HOURS = "move the hours, or shorten calendar.interval"
MOVE_THE_STEP = "move it, or shorten calendar.interval"
WRITE_A_MONTH = "write it as 2014-05: year, month"
SHRINKAGE_BELOW_ALL = "it has to stay below 100 %"
_QUANTITIES = {
    "number": "a number",
    "duration": "a duration",
    "aht": "aht",
    "week": "a working week",
    "patience": "patience",
    "volume": "a volume",
    "calls_per_day": "calls_per_day",
    "operators": "a number of operators",
    "shift": "the length of a shift",
    "break": "the length of a break",
    "rest": "the rest between two shifts",
    "cost_factor": "a factor of cost",
    "people": "a number of people",
    "weeks": "a number of weeks",
    "a_month": "a number of classes a month",
    "trainer_hours": "the hours of trainers",
    "shortage": "what a missing hour costs, in operator hours,",
}
_DURATIONS = ("duration", "aht", "week", "patience", "shift", "break", "rest", "trainer_hours")
_CHOICES = {
    "per": "a time for which a minimum fee is paid",
    "method": "a method",
    "model": "a model",
    "unit": "a unit",
    "counts": "which calls a contract counts",
    "covers": "what a budget covers",
    "of": "a definition of service level",
    "profile": "a profile",
    "level": "a level",
    "period": "a period",
}

# Parts of the file.
SWAP_FROM_AND_TO = "swap from and to"
GIVE_BOTH_OR_NEITHER = "give both from and to, or neither to plan one ordinary day"
GIVE_BOTH = "give both from and to"
WRITE_OF_SHORT = "write of: short beside it, or leave it out"
DEFLECT_BELOW_ALL = "their shares have to stay below 100 %"
PEAK_IN_TWO_WAYS = "the days of a peak are said in two ways"
PEAK_WITHOUT_DAYS = "the days of a peak are not said"
GIVE_DAYS_IN_ONE_WAY = "give one of days_of_month, from and to, or dates"
GIVE_ONE_BOUND = "give one of max, min or max_increase"
DELETE_PER_AND_WHERE = "delete per and where"
NAME_NOTHING_BUT_A_GROUP = "delete per, and all of where but a group"
NO_PROBABILITY_OF_INCREASE = (
    "a limit on an increase has no probability: the baseline is one plan, not a sample"
)
LIMIT_THE_FIGURE = "limit the figure itself with max or min, or delete probability"
NO_PROBABILITY = "with a probability of 0 % any plan keeps the limit"
WRITE_A_PROBABILITY = "write how sure it has to be, as 90%; or delete the limit"
NO_INCREASE_OF_INTERVALS = "max_increase compares horizons, months, weeks and days, not intervals"
LIMIT_DAYS = "limit a metric of the table days"
NAME_A_GROUP = (
    "leave out group: then each group is judged by itself; or write per: horizon; per week or month, what adds up and "
    "cost_per_call are known of the total"
)
CONTRACT_BESIDE_CONTRACTS = "contract stands beside contracts"
MOVE_INTO_CONTRACTS = "move it into the list of contracts"
_ENDS_BEFORE_IT_BEGINS = {
    "calendar": "the calendar ends on {last}, before it begins on {first}",
    "peak": "the peak ends on {last}, before it begins on {first}",
    "contract": "the contract ends on {last}, before it begins on {first}",
    "span": "the span ends on {last}, before it begins on {first}",
}

# Parts that belong together.
NAME_EACH_ONCE = "name each once"
NAME_HOTLINE_ONCE = "operators answer it in one group: name it once"
CHOOSE_ANOTHER_NAME = "choose another name"
CALLS_OR_SHARE = "calls_per_day: 9000, or share: 64% of the calls_per_day at the top of the file"
KEEP_ONE_OF_THE_TWO = "keep one of the two"
NO_SHARE_OF_CALLS = "no hotline has a share of these calls"
WRITE_SHARES = "write share: 64% and so on, or delete this key"
SHARE_OF_WHAT = "a share of what?"
WRITE_CALLS_PER_DAY = "write calls_per_day at the top of the file, or in the hotline instead of its share"
BEGIN_ABOVE_ZERO = "begin above 0"
HOW_A_WEIGHT_HOLDS = "a weight holds until the next; before the first it is 0, through midnight the last one"
GIVE_A_PATIENCE = "give one of its hotlines a patience, or write erlang-c"
ADD_THE_MEAN_PATIENCE = "add its mean, as patience: 2m"
PLAN_A_SHORTER_TIME = "plan a shorter time"
PLAN_LESS = "plan a shorter time, or longer intervals"
ONE_CONTRACT_A_DAY = "a day is counted in one contract only: let one end before the next begins"
GIVE_ITS_OWN_ID = "give it its own id"
GIVE_A_CALENDAR = "give it one, or delete this"
METRICS_ARE_LISTED = "mfc-capacity schema metrics lists them"
WIDEN_THE_WINDOW = "the break begins and ends within it: widen it, or shorten the break"
HOW_A_WINDOW_COUNTS = "it counts from the shift's start: end it with the shift at the latest"
BREAKS_IN_TURN = (
    "give breaks in order, in windows one after the other: only then can each be placed by itself"
)
SHORTEN_THE_BREAKS = "shorten the breaks, or lengthen the shift: its length is the whole presence"
_NOT_THERE = {
    "driver": "there is no driver '{name}' under drivers",
    "hotline": "there is no hotline '{name}' under hotlines",
    "channel": "there is no channel '{name}' under costs.contacts",
    "shift": "there is no shift '{name}' under shifts",
    "group": "there is no group '{name}': groups are those under groups, and hotlines that are in none of them",
}
_NAMES_ARE = {
    "driver": "the drivers are {names}",
    "hotline": "the hotlines are {names}",
    "group": "the groups are {names}",
    "peak": "the peaks are {names}",
    "shift": "the shifts are {names}",
}
_FILE_HAS_NONE = {
    "driver": "the file has no drivers",
    "hotline": "the file has no hotlines",
    "group": "the file has no groups",
    "shift": "the file has no shifts",
}
_SCENARIO_HAS_NONE = {"group": "{file} has no groups", "peak": "{file} has no peaks"}
_NOT_IN_SCENARIO = {
    "group": "there is no group '{name}' in {file}",
    "peak": "there is no peak '{name}' in {file}",
}
DATE_FORMAT_HINT = 'write it as "%d.%m.%Y": day, month and year'


def not_a_date_format(text: str) -> str:
    """Refuse a format that does not say a date."""
    return f"'{text}' is no format of dates"


def in_variant(name: str, message: str) -> str:
    """Say that a mistake is one of a variant."""
    return f"in variant {name}: {message}"


def too_many_variants(variants: int, values: int, most: int) -> str:
    """Refuse more variants than are checked."""
    return f"{variants:,} variants x {values:,} values are more than the {most:,} allowed"


def no_value(key: str) -> str:
    """Refuse a key that is left empty."""
    return f"{key} has no value"


def scenario_lacks(key: str) -> str:
    """Say which key a scenario lacks."""
    return f"the scenario has no {key}"


def file_lacks(key: str) -> str:
    """Say which key a file of limits lacks."""
    return f"the file has no {key}"


def entry_lacks(index: str, of: str, key: str) -> str:
    """Say which key an entry of a list lacks."""
    return f"entry {index} of {of} has no {key}"


def part_lacks(part: str, key: str) -> str:
    """Say which key a part of the file lacks."""
    return f"{part} has no {key}"


def key_unknown(key: str) -> str:
    """Refuse a key that the format has not."""
    return f"the key '{key}' is not known here"


def targets_of_waits(time: str) -> str:
    """Tell the targets of waits apart where a time stands under a key that is none."""
    return f"a mean wait is max_asa: {time}; the waits of most callers are wait: 95% under {time}"


def keys_are(keys: Sequence[str]) -> str:
    """List the keys of a part."""
    return f"the keys here are {', '.join(keys)}"


def beside_value(key: str) -> str:
    """Refuse a key beside a figure, its source and its range."""
    return f"beside value only source and range may stand, not {key}"


def value_expected(is_map: bool) -> str:
    """Refuse a map or list where one value belongs."""
    return f"one value is expected here, not {'a map' if is_map else 'a list'}"


def one_value_for_all(of: str) -> str:
    """Advise where a value is written by weekday, month, date or clock time, and has to be one."""
    return f"it is one value for all {_STEPS[of]}; {_FOR_ALL[of]}; other figures differ by variants"


def shrinkage_in_steps(name: str, of: str) -> str:
    """Refuse shrinkage by month, weekday or hour, whose values would be added up."""
    return f"the parts of shrinkage are added up, and '{name}' of the {_STEPS[of]} is no part of it"


def total_beside_parts(name: str) -> str:
    """Refuse a total among the parts that add up."""
    return f"'{name}' stands among the parts of which it is the total"


def shrinkage_of_a_group(name: str) -> str:
    """Refuse shrinkage by group at the top of the file, where it would be added up."""
    return f"'{name}' is a group or hotline, and the parts of shrinkage are added up for every group"


def write_its_shrinkage(name: str) -> str:
    """Advise on it."""
    return f"write it in the group, as groups: {{{name}: {{shrinkage: 30%}}}}"


def factors_are_shares(of: str) -> str:
    """Refuse factors that are shares of the week or year."""
    return _FACTORS[of]


def multiply_shares(count: int) -> str:
    """Advise on such factors."""
    return f"100% is an ordinary day: multiply each by {count}, so that a share of 10% is {10 * count}%"


def channel_twice(channel: str, first: date | None) -> str:
    """Refuse a channel that has two shares from one day on."""
    return f"the channel '{channel}' has a second share {f'from {first} on' if first else 'from the start'}"


def too_large(text: str, quantity: str, most: float) -> str:
    """Refuse a value above its bound; durations have theirs in hours."""
    bound = f"{most / 3600:,.0f}h" if quantity in _DURATIONS else plain_text(most)
    return f"'{text}' is too large: {_QUANTITIES[quantity]} is at most {bound}"


def too_small(text: str, quantity: str, zero_too: bool) -> str:
    """Refuse a value below 0, or 0 itself."""
    return f"'{text}' is too small: {_QUANTITIES[quantity]} is {'at least' if zero_too else 'more than'} 0"


def not_a_choice(text: str, choice: str) -> str:
    """Refuse a word that is none of the few there are."""
    return f"'{text}' is not {_CHOICES[choice]}"


def write_a_choice(words: Sequence[str], close: str | None) -> str:
    """List the words there are, the one that may be meant first."""
    write = f"write {' or '.join(words)}"
    return f"did you mean {close}? {write}" if close else write


def not_a_currency(text: str) -> str:
    """Refuse what is no code of a currency."""
    return f"'{text}' is not a currency"


def not_an_interval(text: str) -> str:
    """Refuse an interval that does not divide an hour."""
    return f"'{text}' does not divide an hour into whole intervals of a minute or more"


def date_out_of_range(text: str, first: int, last: int) -> str:
    """Refuse a date in a year beyond sense."""
    return f"'{text}' is outside the years {first} to {last}"


def unknown_format(text: str) -> str:
    """Refuse a format of another version or tool."""
    return f"'{text}' is not a format that this version reads"


def write_the_format(schema: str) -> str:
    """Advise how the format is named."""
    return f"write {schema}"


def hours_off_the_intervals(text: str, minutes: int) -> str:
    """Refuse hours that begin or end within an interval."""
    return f"'{text}' does not fall on the boundaries of intervals of {minutes} minutes"


def shift_off_the_intervals(text: str, minutes: int) -> str:
    """Refuse a time of a shift within an interval."""
    return f"'{text}': shifts and breaks begin and end between intervals, which are of {minutes} minutes"


def shorten_the_interval(minutes: int | None) -> str:
    """Advise on a time of a shift within an interval: which shorter interval would have it between two."""
    return "write whole minutes" if minutes is None else f"move it, or write calendar.interval: {minutes}m"


def step_off_the_intervals(text: str, minutes: int) -> str:
    """Refuse a number of operators that changes within an interval."""
    return f"'{text}' lies within an interval of {minutes} minutes, and operators change between intervals"


def not_a_month(text: str) -> str:
    """Refuse what is no month."""
    return f"'{text}' is not a month"


def nobody_left_on_duty(percent: str) -> str:
    """Refuse a shrinkage of everybody."""
    return f"shrinkage adds up to {percent} %, and nobody is left on duty"


PRICE_WITHOUT_END = "a price that holds without end leaves nothing to the steps after it"
END_ALL_BUT_THE_LAST = (
    "give it up_to, as {up_to: 10_000_000, price: 33 RUB}; only the last one may do without"
)
STEPS_INCREASE = (
    "write the steps in their order, each up_to above the one before: units are counted from the first one"
)
PRICE_BESIDE_PRICES = "a contract has one price, or prices in steps"
OVERAGE_NEVER_REACHED = "the last of the prices holds without end, and no unit lies beyond it"
END_THE_LAST_PRICE = "delete overage, or give the last of the prices up_to"
VOLUME_IS_THE_LAST_PRICE = "delete volume, which is the last up_to, or raise that"


def price_ends_too_soon(up_to: Decimal, end: Decimal) -> str:
    """Refuse a step of prices that ends where it begins, or before."""
    return f"this price holds up to {up_to}, and it begins at {end}"


def volume_without_price(volume: Decimal, end: Decimal) -> str:
    """Refuse a volume of which the last units have no price."""
    return f"the volume of {volume} has prices up to {end} only"


SURCHARGE_AT_ALL_TIMES = "a surcharge that holds at all hours on all days is part of the price"
WRITE_A_SURCHARGE = (
    "write the share of the price that is added: 20% for a fifth more, 100% for twice the price"
)
GIVE_HOURS_OR_DAYS = "add hours: 22:00-06:00, or days: sat-sun; or raise the price"


def begins_late(key: str, begins: date, calendar: date) -> str:
    """Refuse what is by date and has no value on the first days."""
    return f"{key} begins on {begins}, after the calendar does on {calendar}"


def months_without_dates(part: str) -> str:
    """Refuse a part of shrinkage by month where the plan has no months."""
    return f"'{part}' is by month, and the scenario has no calendar"


ADD_A_CALENDAR = "add calendar.from and calendar.to, or write one share"


def months_missing(part: str, months: tuple[str, ...]) -> str:
    """Refuse a part of shrinkage that leaves out a planned month."""
    return f"'{part}' names no share for {', '.join(months)}"


NAME_EVERY_MONTH = (
    "name every month that is planned, as {jan-may: 9%, jun-aug: 20%, sep-dec: 10%}; 0% where it is none"
)


def most_below_least(most: int, least: int, day: date | None) -> str:
    """Refuse fewer operators at most than at least."""
    on = "" if day is None else f" from {day} on"
    return f"max_operators is {most}{on}, and min_operators {least}: no number is in between"


NO_LINES = "lines is 0: nobody gets through"
A_LINE_AT_LEAST = "leave lines out where there are as many as it takes"
CHANGE_ONE_OF_THE_TWO = "raise max_operators or lower min_operators"


def break_beyond_window(length_s: float, window_s: float) -> str:
    """Refuse a break that has no room where it is to be."""
    return f"the break takes {duration_text(length_s)}, and its window has {duration_text(window_s)}"


def window_beyond_shift(latest_s: float, shift_s: float) -> str:
    """Refuse a break that may end after the shift."""
    end, length = duration_text(latest_s), duration_text(shift_s)
    return f"the window ends {end} after the shift's start, and the shift has {length}"


def windows_overlap(window: str, before: str) -> str:
    """Refuse a break that may begin before the one ahead of it has ended."""
    return f"the window {window} begins before the one ahead of it, {before}, ends"


def nothing_but_breaks(breaks_s: float, shift_s: float) -> str:
    """Refuse a shift without work."""
    return f"the breaks take {duration_text(breaks_s)} of a shift of {duration_text(shift_s)}"


def rest_too_short(rest_s: float, asked_s: float) -> str:
    """Refuse a shift after which the next begins too soon."""
    rest, asked = duration_text(rest_s), duration_text(asked_s)
    return f"the next shift begins {rest} after this one ends, and rest asks for {asked}"


def mend_the_rest(length_s: float) -> str:
    """Advise on such a shift."""
    shorter = f"shorten it to {duration_text(length_s)}, " if length_s > 0 else ""
    return f"{shorter}write a pattern without two days in a row, as 1/3, or a shorter rest"


ADD_A_SHIFT = "add a shift without max_share, or raise one of them"


def shares_below_all(group: str, share: float) -> str:
    """Refuse shifts that together may have only some of the people."""
    return (
        f"the shifts of {group} may have {share_text(float(share))} of its people together, and all work one"
    )


DELETE_COUNTS = "delete it, or write unit: calls; minutes are those of answered calls"


DROP_OUT_BELOW_ALL = "write the share of a class who never come to work, as 10%"
OVERTIME_HAS_A_PRICE = "it is the share of the hours of those on duty, as 8%; its price is costs.overtime"
_LESS_THAN_ALL = {
    "overtime": "an hour of overtime would cost less than any other",
    "aht": "who is new would be quicker than who is experienced",
}


PEOPLE_WITHOUT_DATES = "people come and go by dates, and the scenario has no calendar"
DATE_THE_PEOPLE = "add calendar.from and calendar.to"
MOVE_THE_CLASS = "move it, or delete it; who is trained when the calendar begins is one of the employed"
EACH_TENURE_ONCE = "let each begin where the one before it ends, the first at 0, as 0-3m, 3-12m and 12m+"
WRITE_A_RAMP = (
    "write weeks in their order, and people who get better, as {4w: 60%, 8w: 80%}, or how much longer they take, as "
    "{aht: {4w: 150%, 8w: 120%}}"
)
WRITE_A_TRAINING = "write {length: 6w}, or none, where they are at work at once"


def employed_on_another_day(day: date, first: date) -> str:
    """Refuse people counted on another day than that from which they are planned."""
    return f"the employed are those of {day}, and the calendar begins on {first}"


def count_them_on(first: date) -> str:
    """Advise on it."""
    return f"write how many there are on {first}; who comes later stands under hires"


def class_outside_the_calendar(day: date, first: date, last: date) -> str:
    """Refuse a class of after the calendar, or of before it that is no longer in training when it begins."""
    if day < first:
        return f"the class of {day} is no longer in training when the calendar begins, on {first}"
    return f"the class of {day} begins outside the calendar, which runs from {first} to {last}"


def class_within_a_week(day: date) -> str:
    """Refuse a class that does not begin on a Monday."""
    return f"{day} is a {day:%A}, and classes begin on Mondays"


def write_a_monday(before: date, after: date) -> str:
    """Advise on it."""
    return f"write {before} or {after}"


def tenures_apart(since: int, reached: int | None) -> str:
    """Refuse a step of tenure that does not begin where the one before it ends."""
    if reached is None:
        return "the tenure before this one has no end"
    if since < reached:
        return f"this tenure begins at {since} months, and the one before it ends at {reached}"
    return f"nothing is said of a tenure from {reached} to {since} months"


def tenures_end(months: int) -> str:
    """Refuse steps of tenure of which the last one ends."""
    return f"nothing is said of a tenure of {months} months and more"


def add_a_tenure(months: int) -> str:
    """Advise on it."""
    return f"let the last one go on, or add {months}m+"


def ramp_out_of_order(weeks: int, before: int) -> str:
    """Refuse a step of a ramp that ends before the one ahead of it, or with it."""
    return f"the step until week {weeks} stands after the one until week {before}"


def ramp_falls(weeks: int, before: int, *, is_aht: bool) -> str:
    """Refuse people who get worse."""
    grows = "takes longer" if is_aht else "does less"
    return f"who is new {grows} until week {weeks} than until week {before}"


def not_none(text: str) -> str:
    """Refuse a word in the place of a map."""
    return f"'{text}' is neither none nor a map"


def everybody_drops_out(text: str) -> str:
    """Refuse a training that leads nobody to work."""
    return f"'{text}': nobody who is trained ever comes to work"


def less_than_all(text: str, quantity: str) -> str:
    """Refuse a factor below 100 % where only more makes sense."""
    return f"'{text}' is less than 100 %: {_LESS_THAN_ALL[quantity]}"


def counts_of_no_calls(unit: str) -> str:
    """Refuse which calls count where no calls are counted."""
    return f"the contract counts {unit}, not calls"


def ends_before_it_begins(part: str, first: date, last: date) -> str:
    """Refuse a calendar, peak or contract that runs backwards."""
    return _ENDS_BEFORE_IT_BEGINS[part].format(first=first, last=last)


def calendar_lacks(key: str) -> str:
    """Refuse a calendar with one end."""
    return f"the calendar has no {key}"


def span_lacks(key: str) -> str:
    """Refuse a span of days with one end."""
    return f"the span has no {key}"


def channels_take_everything(percent: str, first: date | None) -> str:
    """Refuse channels that leave no call: always, or from a day on."""
    when = "together" if first is None else f"from {first} on"
    return f"the channels take {percent} % of demand {when}, and no call is left"


def bounds(limit: str, count: int) -> str:
    """Refuse a limit without a bound, or with several."""
    return f"the limit {limit} has {'two bounds' if count else 'no bound'}"


def account_is_one_figure(metric: str) -> str:
    """Refuse rows of a figure that the whole plan has once."""
    return f"{metric} is one figure of the whole plan"


def of_heaviest_weeks(metric: str) -> str:
    """Refuse rows of a figure that is known of each group's heaviest week alone."""
    return f"{metric} is known of the heaviest week of each group only: no other days are scheduled"


def no_probability_of_shifts(metric: str) -> str:
    """Refuse to schedule every sample of the ranges."""
    return f"{metric} has no probability: shifts are looked for once, and not for every sample"


def no_metric(name: str) -> str:
    """Say that there is no such metric."""
    return f"there is no metric '{name}'"


def covered_already(key: str, by: str) -> str:
    """Refuse a key that means what another one means."""
    return f"'{key}' is covered by '{by}' already"


def not_there(what: str, name: str) -> str:
    """Say that a driver, hotline, channel or group is named and not there."""
    return _NOT_THERE[what].format(name=name)


def not_in_scenario(what: str, name: str, file: str | None) -> str:
    """Say that a limit names a group or peak that the scenario, or one of some name, has not."""
    return _NOT_IN_SCENARIO[what].format(name=name, file=file or "the scenario")


def cut_by_a_comma(key: str, value: str) -> str:
    """Say that a comma between braces ends a value."""
    return f"between braces a comma ends a value, and {key}: {value} is cut in two"


def write_quotes(key: str, value: str) -> str:
    """Show a value with a comma in quotes."""
    return f'put it in quotes, as {key}: "{value}"'


def write_a_point(key: str, value: str) -> str:
    """Show a number with a decimal point."""
    return f"write decimals with a point, as {key}: {value}"


def no_total_of(metric: str, period: str) -> str:
    """Say that a figure of all groups together is not known of such periods."""
    return f"{metric} of all groups together is not known per {period}"


def there_are(what: str, names: Sequence[str]) -> str:
    """List the drivers, hotlines or groups of a file."""
    return _NAMES_ARE[what].format(names=", ".join(names)) if names else _FILE_HAS_NONE[what]


def scenario_has(what: str, names: Sequence[str], file: str | None) -> str:
    """List the groups or peaks that a limit may name."""
    if names:
        return _NAMES_ARE[what].format(names=", ".join(names))
    return _SCENARIO_HAS_NONE[what].format(file=file or "the scenario")


def price_the_channel(names: Sequence[str]) -> str:
    """Advise to price a channel, beside those that have a price."""
    return f"give it a price under costs.contacts, beside {', '.join(names)}" if names else "price it there"


def hotline_in_a_group(hotline: str, group: str) -> str:
    """Refuse a hotline in two groups."""
    return f"the hotline '{hotline}' is in the group '{group}' already"


def reserved_name(name: str) -> str:
    """Refuse the name that answers give to all groups together."""
    return f"'{name}' is the name of all groups together in every answer"


def name_of_a_group(hotline: str) -> str:
    """Refuse a hotline by itself, where its name is taken by a group of others."""
    return f"the hotline '{hotline}' is in no group, and a group of other hotlines has its name"


def group_or_rename(hotline: str) -> str:
    """Advise on such a hotline."""
    return f"put it in a group, or rename the group '{hotline}'"


def no_base_volume(hotline: str) -> str:
    """Refuse a hotline without calls."""
    return f"{hotline} has neither calls_per_day nor share"


def two_base_volumes(hotline: str) -> str:
    """Refuse a hotline whose calls are said in two ways."""
    return f"{hotline} has both calls_per_day and share"


def shares_do_not_add_up(difference: float) -> str:
    """Refuse shares of the calls that are more or less than all of them."""
    excess = "more" if difference > 0 else "less"
    return f"the shares add up to {abs(difference) * 100:g} % {excess} than 100 %"


def change_a_share(hotlines: Sequence[str]) -> str:
    """Advise on such shares."""
    return "change one of " + ", ".join(f"{name}.share" for name in hotlines)


def driver_begins_late(driver: str, begins: date, calendar: date) -> str:
    """Refuse a driver without a value on the first days."""
    return f"the driver '{driver}' begins on {begins}, after the calendar does on {calendar}"


def add_a_value_on(day: date) -> str:
    """Advise to let a driver begin earlier."""
    return f"add its value on {day}"


def driver_begins_at_zero(driver: str) -> str:
    """Refuse a driver whose growth is by a ratio to nothing."""
    return f"the driver '{driver}' begins at 0, and calls grow by its ratio to that"


def write_holidays(text: str) -> str:
    """Advise how holidays are written."""
    country = text if len(text) == 2 else "RU"
    return f"write {{country: {country.upper()}}}, or {{2014-05-09: Victory Day}}"


def not_on_days(text: str) -> str:
    """Refuse what says on which days targets are kept."""
    return f"'{text}' does not say on which days targets are kept"


def not_a_country(text: str) -> str:
    """Refuse what is no country."""
    return f"'{text}' is not a country"


def country_unknown(country: str) -> str:
    """Refuse a country of which no holidays are known."""
    return f"no holidays of {country} are known"


def holidays_unknown_in(country: str, years: Sequence[int], first: int, last: int) -> str:
    """Refuse years of which the holidays of a country are not known."""
    span = f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return f"the holidays of {country} are known from {first} to {last}, not in {span}"


def not_a_timezone(text: str) -> str:
    """Refuse what is no time zone."""
    return f"'{text}' is not a time zone that is known here"


def clock_changes_within(day: date, start: str) -> str:
    """Refuse a change of the clock in the middle of an interval."""
    return f"the clock changes on {day} at {start}, in the middle of an interval"


def profile_does_not_add_up(percent: str) -> str:
    """Refuse shares of the day that are not the whole of it."""
    return f"the shares of the day add up to {percent} %, not to 100 %"


def share_while_closed(days: str | None) -> str:
    """Refuse a share of the day's calls while the hotline is closed."""
    return f"a share of the day falls outside the opening hours of {days or 'every day'}"


def days_left_out(key: str, days: Sequence[str]) -> str:
    """Refuse a profile or handling time by weekday that leaves out a day on which the hotline is open."""
    return f"{key} does not name {', '.join(days)}, and the hotline is open then"


def profile_without_weight(days: str | None) -> str:
    """Refuse a profile that leaves an open day without calls."""
    return f"the profile has no weight in the opening hours of {days or 'every day'}"


def nobody_hangs_up(group: str) -> str:
    """Refuse Erlang A where every caller waits for ever."""
    return f"erlang-a needs callers who hang up, and no hotline of '{group}' has a patience"


def law_without_patience(hotline: str) -> str:
    """Refuse a law of a patience that is endless."""
    return f"{hotline} has a law of patience, and its callers never hang up"


def too_many_days(days: int, most: int) -> str:
    """Refuse a calendar that is too long."""
    return f"the calendar has {days:,} days; the most that is planned is {most:,}"


def too_many_intervals(days: int, per_day: int, groups: int, most: int) -> str:
    """Refuse a plan of too many intervals."""
    return (
        f"{days:,} days of {per_day:,} intervals for {groups:,} groups are {days * per_day * groups:,} to plan; "
        f"the most that is planned is {most:,}"
    )


def contracts_overlap(number: int, first: date, other: int, end: date) -> str:
    """Refuse contracts that count the same days."""
    return f"contract {number} begins on {first}, before contract {other} ends on {end}"


def id_twice(name: str, line: int | None) -> str:
    """Refuse a second limit of one id."""
    return f"a second limit has the id '{name}'; the first is on line {line}"


def no_calendar(key: str, file: str | None) -> str:
    """Refuse a limit about days of a scenario without dates."""
    return f"where names a {key}, and {file or 'the scenario'} has no calendar"


def outside_the_calendar(key: str, text: str, file: str | None) -> str:
    """Refuse a limit about a day or month that is not planned."""
    return f"the {key} {text} is outside the calendar of {file or 'the scenario'}"


def calendar_runs(first: date, last: date) -> str:
    """Say which days are planned."""
    return f"it runs from {first} to {last}"


def short_of_others(of: str) -> str:
    """Refuse a time within which callers hang up uncounted, beside a level that counts them."""
    return f"only a service level of: short leaves out who soon hangs up, not one of: {of}"
