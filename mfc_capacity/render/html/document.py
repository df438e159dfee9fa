"""One self-contained page about a scenario: its title, sections that a list of contents leads to, where it comes from.

The page asks nothing of any network: its style and its script stand in it, and its policy allows these two
alone, by their hashes. Equal answers are equal bytes.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files

from mfc_capacity import __version__
from mfc_capacity.answers.records import ScenarioAnswer
from mfc_capacity.render import scenario
from mfc_capacity.render.html import markup
from mfc_capacity.render.html.markup import tag, text
from mfc_capacity.wording.en import report as words


@dataclass(frozen=True)
class Section:
    """A part of the page under a heading, which the list of contents leads to; `look` is a class of the style."""

    id: str
    title: str
    content: str
    look: str | None = None


def document(
    answer: ScenarioAnswer,
    sections: Sequence[Section],
    behind: Sequence[Section] = (),
    script: str = "",
    *,
    is_sheet: bool = False,
) -> str:
    """Return the page; sections without content are left out, and `script` stands before the one of all pages.

    Those `behind` the others are for who wants to know more, and have a list of contents of their own. A sheet looks on
    a screen as it does on paper, and is made to fit one.
    """
    parts, more = ([section for section in some if section.content] for some in (sections, behind))
    if more:
        about = markup.paragraph(words.ANALYST_SAID)
        parts.append(Section("analyst", words.ANALYST, about + _contents(more, words.ANALYST)))
    paper, scripts = _asset("print.css"), script + _asset("page.js")
    style = _asset("style.css") + (paper if is_sheet else f"@media print {{\n{paper}}}\n")
    title = tag("title", text(answer.scenario.title or words.NO_TITLE))
    head = (
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, scripts)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{title}\n<style>{style}</style>\n"
    )
    tip = tag("div", id="tip", role="status", hidden="")
    body = tag(
        "body",
        f"\n{_body(answer, parts, more)}{tip}\n<script>{scripts}</script>\n",
        class_="sheet" if is_sheet else None,
    )
    return f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{head}</head>\n{body}\n</html>\n'


def _body(answer: ScenarioAnswer, parts: Sequence[Section], more: Sequence[Section]) -> str:
    scenario_file = answer.scenario
    skip = tag("a", text(words.SKIP), class_="skip", href=f"#{parts[0].id}")
    main = tag("main", "\n".join(map(_section, (*parts, *more))))
    footer = tag(
        "footer", markup.paragraph(words.made_by(__version__, scenario_file.path, scenario_file.sha256))
    )
    return f"{skip}\n{tag('header', _header(answer, parts))}\n{main}\n{footer}\n"


def _section(section: Section) -> str:
    heading = tag("h2", text(section.title), id=section.id, tabindex="-1")
    return tag("section", heading + section.content, class_=section.look, aria_labelledby=section.id)


def _header(answer: ScenarioAnswer, parts: Sequence[Section]) -> str:
    title, about = scenario.title(answer)
    return (
        tag("h1", text(title.text)) + markup.paragraph(about.text, "quiet") + _contents(parts, words.CONTENTS)
    )


def _contents(parts: Sequence[Section], label: str) -> str:
    links = (tag("a", text(part.title), href=f"#{part.id}") for part in parts)
    return tag("nav", markup.items(links), aria_label=label)


def _asset(name: str) -> str:
    return files("mfc_capacity.render.html").joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Return what the page may load: nothing but its own style and script."""
    return f"default-src 'none'; style-src '{_hashed(style)}'; script-src '{_hashed(script)}'"


def _hashed(part: str) -> str:
    return f"sha256-{b64encode(sha256(part.encode()).digest()).decode()}"
