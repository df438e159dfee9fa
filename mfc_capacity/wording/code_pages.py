"""The page of a code: what a warning, or a rule of `check`, means, why it matters and what to do."""

import re

from mfc_capacity.answers.columns import CODES as TABLE
from mfc_capacity.answers.records import CodePage
from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.problems import say, usage_error
from mfc_capacity.wording.en.check_codes import CHECK_CODES
from mfc_capacity.wording.en.codes import CODES

PAGES = CODES | CHECK_CODES
_LIKE_A_CODE = re.compile(r"[a-z]+(-[a-z]+)+", re.ASCII)


def is_code(text: str) -> bool:
    """Return whether a text is, or looks like, the code of a warning and not like a file."""
    return _LIKE_A_CODE.fullmatch(text) is not None


def code_page(code: str) -> CodePage:
    """Return the page of a code.

    Raises:
        InputError: if there is no such code.
    """
    if code not in PAGES:
        hint = did_you_mean(code, PAGES) or say("explain.codes_hint", codes=tuple(PAGES))
        raise usage_error("CODE", say("explain.no_code", code=code), hint)
    record = {"code": code, **PAGES[code]._asdict()}
    return CodePage(tables={TABLE.name: TABLE.of_records([record])})
