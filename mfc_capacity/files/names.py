"""Weekdays and months in other words than the format's, English and Russian: known, to say what to write instead."""

_SHORT_DAYS = "mon tue wed thu fri sat sun"  # no words: names
_SHORT_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"  # no words: names
_DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday",  # no words: names
    "понедельник вторник среда четверг пятница суббота воскресенье",
    "пн вт ср чт пт сб вс",
)
_MONTHS = (
    "january february march april may june july august september october november december",  # no words: names
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "янв фев мар апр май июн июл авг сен окт ноя дек",
    "1 2 3 4 5 6 7 8 9 10 11 12",
    "01 02 03 04 05 06 07 08 09 10 11 12",
)
_SPANS_OF_DAYS = {
    "mon-fri": ("weekday", "weekdays", "workdays", "будни"),
    "sat,sun": ("weekend", "weekends", "выходные"),
    "mon-sun": ("daily", "every day", "ежедневно"),
}
HOLIDAYS = ("holiday", "holidays", "праздник", "праздники")


def _by_other(short: str, others: tuple[str, ...]) -> dict[str, str]:
    return {name: meant for row in others for name, meant in zip(row.split(), short.split(), strict=True)}


WEEKDAY_NAMES = (
    _by_other(_SHORT_DAYS, _DAYS)
    | {name: meant for meant, names in _SPANS_OF_DAYS.items() for name in names}
    | {"tues": "tue", "thur": "thu", "thurs": "thu"}
)
MONTH_NAMES = _by_other(_SHORT_MONTHS, _MONTHS) | {"sept": "sep"}
