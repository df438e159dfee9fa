"""Every column has its words, every word a column, and no two columns share a name in one table."""

from mfc_capacity.answers import columns
from mfc_capacity.answers.columns import COLUMNS, TableSpec
from mfc_capacity.commands.check.view.metrics import metric_list
from mfc_capacity.commands.erlang import columns as of_erlang
from mfc_capacity.wording.en import columns as words

SPECS = [spec for spec in vars(columns).values() if isinstance(spec, TableSpec)]
OWN = {"sweep.path", "erlang.own", "contacts.channel"}  # of columns whose names the user chooses


def declared() -> set[str]:
    of_metrics = metric_list().tables["metrics"].columns
    return {
        *COLUMNS,
        *(column.key for column in (*of_erlang.SINGLE, *of_erlang.WITHOUT_QUEUE, *of_metrics)),
        *OWN,
    }


def test_every_column_has_a_label_and_a_meaning() -> None:
    assert set(words.COLUMNS) == declared()
    assert all(label and meaning for label, meaning in words.COLUMNS.values())


def test_a_table_has_each_column_once() -> None:
    assert len(COLUMNS) == len(columns._DECLARED)
    for spec in SPECS:
        names = [column.name for column in spec.columns(with_given=True)]
        assert len(names) == len(set(names))
