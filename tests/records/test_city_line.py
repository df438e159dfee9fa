"""The log of the scenarios is the one that its maker makes."""

import gzip

from tests.conftest import ROOT
from tests.records.city_line import written


def test_the_log_is_as_it_was_made() -> None:
    kept = (ROOT / "scenarios" / "records" / "city-line.csv.gz").read_bytes()
    assert gzip.decompress(kept) == gzip.decompress(written())
