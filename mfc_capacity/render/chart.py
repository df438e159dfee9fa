"""A chart as data: what its axes and series are; a workbook draws it natively, a page as it likes."""

from dataclasses import dataclass

from mfc_capacity.answers.records import Kind


@dataclass(frozen=True)
class Series:
    """One named row of values, one a label of the axis (None: a gap); `as_line` draws it over the columns."""

    name: str
    values: tuple[float | None, ...]
    as_line: bool = False


@dataclass(frozen=True)
class Chart:
    """Columns over the labels of an axis, beside or on top of one another; `kind` is the unit of the values."""

    title: str
    axis: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Kind
    unit: str
    stacked: bool = False
