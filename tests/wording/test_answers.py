"""Messages among the cells of an answer become sentences, and nothing else changes."""

from mfc_capacity.answers.columns import STEPS
from mfc_capacity.answers.records import CodePage, Column, Content, Table
from mfc_capacity.files.problems import say
from mfc_capacity.wording import text
from mfc_capacity.wording.answers import in_words

QUANTITY = Column("quantity", "text")
VALUE = Column("value", "number")


def test_messages_become_sentences() -> None:
    record: dict[str, Content] = {
        **dict.fromkeys((*STEPS.keys, *STEPS.names)),
        "step": 1,
        "quantity": say("explain.peak", name="snow"),
        "formula": say("explain.formula", parts=(51413.02325581395, " × ", 0.5)),
    }
    (row,) = in_words(CodePage(tables={"steps": STEPS.of_records([record])})).tables["steps"].records()
    assert (row["quantity"], row["formula"]) == ("peak snow", "51,413.0233 × 0.5")
    assert (row["step"], row["note"]) == (1, None)


def test_a_table_without_messages_stays_as_it_is() -> None:
    table = Table("t", (QUANTITY, VALUE), 1, (("calls", 5.0), ("load", None)))
    assert in_words(CodePage(tables={"t": table})).tables["t"] is table


def test_messages_among_facts_are_put_into_words_first() -> None:
    limits = (say("solve.MONEY"), say("solve.operators_of", group="city"))
    assert text(say("solve.limits", broken=limits)) == "money; operators of city"
