"""Why a target is kept by no number of operators, whatever they cost."""

UNREACHABLE_HINT = (
    "a target has to leave room for chance: 99.9% instead of 100%, an occupancy cap above 0%, a wait above 0s"
)

TOO_LARGE_HINT = "20,000 Erlangs in an interval are the most; write method: stationary, or split the group"

OUT_OF_REACH = {
    "service_level": "no number of operators answers every call in time; a service level of 100 % is out of reach",
    "max_asa": "no number of operators brings the mean wait down to zero",
    "max_abandonment": "no number of operators keeps every caller from hanging up",
    "max_occupancy": "no number of operators can take calls and never be busy",
    "method": "the queue of so many calls at once is not carried through the day",
    "max_blocking": "no number of lines takes every call; a blocking of 0 % is out of reach",
}
