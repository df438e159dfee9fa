"""Days off in Russia, 2013 to 2026: the holidays of the law, days off that were moved, Saturdays worked for them.

Sources: Labour Code of the Russian Federation, article 112; the decrees of the government on moving days off, of
15.10.2012 no. 1048 (for 2013), 28.05.2013 no. 444, 27.08.2014 no. 860, 24.09.2015 no. 1017, 04.08.2016 no. 756,
14.10.2017 no. 1250, 01.10.2018 no. 1163, 10.07.2019 no. 875, 10.10.2020 no. 1648, 16.09.2021 no. 1564,
29.08.2022 no. 1505, 10.08.2023 no. 1314, 04.10.2024 no. 1335 and 24.09.2025 no. 1466 (for 2026); the decrees of the
president on days without work, of 2020 no. 206, 239, 294, 345 and 354, of 2021 no. 242 and 595.

A Saturday on which people work for a day off elsewhere is planned as the weekday that it stands in for.
"""

from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 2013, 2026

MOVED = "day off, moved here"  # no words: a name
WITHOUT_WORK = "day without work"  # no words: a name

# By month and day. Article 112 has them since 2013.
_HOLIDAYS = {
    **dict.fromkeys([(1, day) for day in (1, 2, 3, 4, 5, 6, 8)], "New Year holidays"),  # no words: a name
    (1, 7): "Christmas Day",  # no words: a name
    (2, 23): "Defender of the Fatherland Day",  # no words: a name
    (3, 8): "International Women's Day",  # no words: a name
    (5, 1): "Spring and Labour Day",  # no words: a name
    (5, 9): "Victory Day",  # no words: a name
    (6, 12): "Russia Day",  # no words: a name
    (11, 4): "National Unity Day",  # no words: a name
}
_MOVED = {
    2013: "05-02 05-03 05-10",
    2014: "03-10 05-02 06-13 11-03",
    2015: "01-09 03-09 05-04 05-11",
    2016: "02-22 03-07 05-02 05-03 06-13",
    2017: "02-24 05-08 11-06",
    2018: "03-09 04-30 05-02 06-11 11-05 12-31",
    2019: "05-02 05-03 05-10",
    2020: "02-24 03-09 05-04 05-05 05-11",
    2021: "02-22 05-03 05-10 06-14 11-05 12-31",
    2022: "03-07 05-02 05-03 05-10 06-13",
    2023: "02-24 05-08 11-06",
    2024: "04-29 04-30 05-10 12-30 12-31",
    2025: "05-02 05-08 06-13 11-03 12-31",
    2026: "01-09 03-09 05-11 12-31",
}
# First and last of the days that the president declared days without work.
_WITHOUT_WORK = (
    ("2020-03-30", "2020-05-10"),
    ("2020-06-24", "2020-06-24"),
    ("2020-07-01", "2020-07-01"),
    ("2021-05-04", "2021-05-07"),
    ("2021-10-30", "2021-11-03"),
)
_MONDAY, _TUESDAY = 0, 1
# Saturdays that are worked, and the weekday whose day off they make up for.
_WORKED = {
    "2016-02-20": _MONDAY,
    "2018-04-28": _MONDAY,
    "2018-06-09": _MONDAY,
    "2018-12-29": _MONDAY,
    "2021-02-20": _MONDAY,
    "2022-03-05": _MONDAY,
    "2024-04-27": _MONDAY,
    "2024-11-02": _TUESDAY,
    "2024-12-28": _MONDAY,
    "2025-11-01": _MONDAY,
}


def russian_holidays(year: int) -> dict[date, str]:
    """Return the days off of a year from FIRST_YEAR to LAST_YEAR that are no ordinary weekend, by name."""
    days = {}
    for first, last in _WITHOUT_WORK:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            days[day] = WITHOUT_WORK
            day += timedelta(days=1)
    days |= {date.fromisoformat(f"{year}-{day}"): MOVED for day in _MOVED[year].split()}
    days |= {date(year, month, day): name for (month, day), name in _HOLIDAYS.items()}
    return {day: name for day, name in sorted(days.items()) if day.year == year}


def russian_working_saturdays(year: int) -> dict[date, int]:
    """Return the Saturdays of a year that are worked, each with the weekday (from Monday, 0) that it stands in for."""
    days = {date.fromisoformat(day): weekday for day, weekday in _WORKED.items()}
    return {day: weekday for day, weekday in days.items() if day.year == year}
