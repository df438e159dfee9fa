"""How a call ended, in the words of those who log it."""

from collections.abc import Mapping

from mfc_capacity.files.sheet import plain_name
from mfc_capacity.records.calls import OUTCOMES

PHANTOM = "phantom"  # no call at all: a test, a fault of the line
MEANINGS = (*OUTCOMES, PHANTOM)
_CALLED = {
    "answered": "answered|answer|agent|handled|served|connected|completed|complete|success|ok|"
    "completecaller|completeagent|complete caller|complete agent|completedcaller|completedagent|completed caller|"
    "completed agent|transferred|"
    "отвечен|отвечено|отвечена|принят|принято|обслужен|обслужено|разговор|состоялся|успешно|"
    "соединен|соединено|angenommen|beantwortet",
    "hung-up": "hung up|hang|hang up|hangup|hungup|hung up at once|abandoned|abandon|lost|dropped|"
    "missed|no answer|noanswer|unanswered|cancel|canceled|cancelled|timeout|exitwithtimeout|exit with timeout|"
    "exitwithkey|exit with key|exitempty|exit empty|потерян|потеряно|потерянный|пропущен|пропущенный|"
    "не отвечен|неотвечен|не отвечено|неотвечено|без ответа|сброшен|сброс|отбой|отказ|не дождался|"
    "abgebrochen|aufgelegt|verloren",
    "busy": "busy|blocked|rejected|congestion|занято|отклонен|заблокирован|перегрузка|besetzt",
    # Asterisk rings one operator after the other: a ring is no call.
    PHANTOM: "ringnoanswer|ring no answer|ringcanceled|ring canceled|phantom|test|virtual|фантом|тест|тестовый",
}
_MEANS = {name: meaning for meaning, names in _CALLED.items() for name in names.split("|")}


def meaning_of(text: str, mapped: Mapping[str, str]) -> str | None:
    """Return which of MEANINGS a text is: as the user maps it, or as people mean it; None where nobody knows.

    >>> meaning_of("No-Answer", {}), meaning_of("Соединён", {}), meaning_of("17", {"17": "busy"})
    ('hung-up', 'answered', 'busy')
    """
    plain = plain_name(text)
    in_words = plain.replace("_", " ").replace("-", " ").replace("ё", "е")
    return mapped.get(plain) or _MEANS.get(in_words)
