"""The scenario to begin with: a file that plans as it is, with comments."""

from importlib.resources import files

from mfc_capacity.wording import LANGUAGE


def starter() -> str:
    """Return the text of the starter."""
    return files("mfc_capacity.wording").joinpath(LANGUAGE, "starter.yaml").read_text(encoding="utf-8")
