"""What is wrong with a file: its bytes, its YAML, the files it extends, its variants, the values set, its revision."""

from collections.abc import Sequence

from mfc_capacity.wording.en.numbers import counted

EMPTY = "the file is empty"
BEGIN_WITH_A_STARTER = "mfc-capacity init writes a starter to begin with"
SPLIT_WITH_EXTENDS = "split it with extends"
SAVE_AS_UTF8 = "save the file in the encoding UTF-8"
DELETE_THE_CONTROL_CHARACTER = "delete it, and save the file as plain text in UTF-8"

SECOND_DOCUMENT = "a second document begins here"
ONE_SCENARIO_A_FILE = "keep one scenario in a file"
NAME_AN_ANCHOR = "put &name before the value that *name repeats"
KEEP_ONE_OF_THE_TWO = "keep one of the two"
KEY_IS_NO_TEXT = "a key has to be a plain text"
QUOTE_BRACKETS = "put a text with brackets in it in quotes"
KEY_WITHOUT_NAME = "a key without a name"
MERGES_MAPS_ONLY = "<< merges maps only"
NAME_A_MAP_TO_MERGE = "write <<: *name, where &name stands before a map"
SOURCE_IS_NO_TEXT = "a source is a text"
WRITE_A_SOURCE = "write where the figure comes from, or leave source out"
RANGE_IS_NO_TEXT = "a range is one text"
WRITE_A_RANGE = "write it as in range: 8000..10500, or leave range out"
CONTROL_IN_SOURCE = "a source has no control characters"
DELETE_THEM = "delete them"
FEWER_ALIASES = "use fewer aliases, or split the scenario"
DELETE_THE_TAG = "delete the tag"
TAB_IN_INDENTATION = "a tab stands in the indentation"
INDENT_WITH_SPACES = "indent with spaces"

QUOTE_COLONS = "put a text that has ': ' in it in quotes, and indent keys of one level alike"
LOOK_AT_THE_LINE_BEFORE = "look at the line before: indentation, a bracket or a quote that stays open"
COLON_AND_SPACE = "a key is followed by a colon and a space, as in aht: 3m"
CLOSE_THE_BRACKET = "close the bracket, and separate its entries by commas"
CLOSE_THE_QUOTE = "a quote that was opened is never closed"
QUOTE_THE_TEXT = "put the text in quotes"

NOT_A_MAP = "a scenario is a map of keys to values"
BEGIN_WITH_SCHEMA = "begin with schema: mfc-capacity/scenario/1"
EXTENDS_ONE_FILE = "extends names one other file"
EXTENDS_EXAMPLE = "as in extends: base.yaml"
BREAK_THE_CIRCLE = "break the circle"

A_WORKBOOK = "this is a workbook, not a scenario"
PATH_EXAMPLE = "write it as in hotlines.mfc.aht"
ASSIGNMENT_EXAMPLE = "write it as in hotlines.mfc.aht=4m"
NO_VALUE_TO_SET = "no value stands after ="
NO_CHARACTERS = "these bytes are no characters"
WRITE_UTF_8 = "give the text in UTF-8"
NULL_REMOVES = "null removes what is there"

NAME_A_REVISION = "name a branch, a tag or a commit, as in main or HEAD~1"
NOT_IN_THE_REVISION = "it is not in the repository at that revision"
NO_GIT = "git is not installed, and a baseline is read with it"
INSTALL_GIT = "install git, or give the baseline as a second file"
SHALLOW = "a shallow clone has no history: fetch it first (git fetch origin BRANCH, or fetch-depth: 0 in the pipeline)"


def did_you_mean(word: str) -> str:
    """Ask whether a known word was meant."""
    return f"did you mean {word}?"


def too_many_bytes(most: int) -> str:
    """Refuse a file that is too large to be a scenario."""
    return f"the file is larger than {most:,} bytes, the most that is read"


def byte_not_utf8(byte: int) -> str:
    """Refuse a byte that is no UTF-8."""
    return f"the byte 0x{byte:02X} is not UTF-8"


def control_character(character: int) -> str:
    """Refuse a control character."""
    return f"the control character U+{character:04X} does not belong in a text file"


def not_yaml(reason: str) -> str:
    """Refuse what is no YAML, in the words of the YAML reader."""
    return f"this is not YAML: {reason or 'it cannot be read'}"


def text_too_long(most: int) -> str:
    """Refuse a scalar that is too long."""
    return f"a text of more than {most:,} characters, the most that is read"


def no_anchor(name: str) -> str:
    """Refuse an alias of nothing."""
    return f"no anchor &{name} stands above"


def contains_itself(name: str) -> str:
    """Refuse an alias inside the value that it repeats."""
    return f"the value of &{name} contains itself"


def key_twice(key: str, line: int) -> str:
    """Refuse a key that the map has already."""
    return f"the key '{key}' stands here a second time; the first is on line {line}"


def too_many_values(most: int) -> str:
    """Refuse a file that aliases make too large."""
    return f"more than {most:,} values once aliases are written out, the most that is read"


def nested_too_deep(most: int) -> str:
    """Refuse a file that is nested too deep."""
    return f"more than {most} levels of nesting, the most that is read"


def tag(name: str) -> str:
    """Refuse a YAML tag."""
    return f"the tag {name} has no meaning here"


def cannot_be_read(reason: str) -> str:
    """Say why the file that is asked for cannot be read."""
    return f"cannot be read: {reason}"


def cannot_read(file: str, reason: str) -> str:
    """Say why a file that another one or an option names cannot be read."""
    return f"cannot read {file}: {reason}"


def extends_in_a_circle(file: str) -> str:
    """Refuse a file that extends one that extends it."""
    return f"{file} leads back to a file that already extends it"


def too_many_extended(most: int) -> str:
    """Refuse a long chain of files."""
    return f"more than {most} files extend one another"


def no_variant(file: str, name: str) -> str:
    """Say that a file has no such variant."""
    return f"{file} has no variant '{name}'"


def variants_are(names: Sequence[str]) -> str:
    """List the variants."""
    return f"its variants are {', '.join(names)}" if names else "it has no variants"


def not_a_path(text: str) -> str:
    """Refuse what is no dotted path."""
    return f"'{text}' is not a path"


def not_an_assignment(text: str) -> str:
    """Refuse what is no path=value."""
    return f"'{text}' is not path=value"


def no_such_index(path: str, entries: int, index: str) -> str:
    """Refuse a path beyond the end of a list."""
    return f"{path} has {counted(entries, 'entry')}, counted from 0; there is no {index}"


def nothing_below(path: str) -> str:
    """Refuse a path through a single value."""
    return f"{path} is a single value; there is nothing below it"


def no_such_name(name: str, section: str) -> str:
    """Refuse a path through a hotline, group, peak, driver or shift that is not there."""
    return f"there is no '{name}' under {section}"


def it_has(names: Sequence[str]) -> str:
    """List what there is."""
    return f"it has {', '.join(names)}"


def set_it_whole(path: str, names: Sequence[str]) -> str:
    """Advise to set a whole map where there is none yet, beside those that there are."""
    there = f"there are {', '.join(names)}; " if names else ""
    return f"{there}to add it, set all of it at once, as in {path}: {{...}}"


def name_the_variant(file: str, variant: str) -> str:
    """Show how to name a variant."""
    return f"name the variant by itself: {file} --variant {variant}"


def name_the_table(file: str) -> str:
    """Show where a table of calls belongs."""
    return f"name it in a scenario, under volumes (calls) or rosters (operators): volumes: [{{file: {file}}}]"


def not_a_revision(ref: str) -> str:
    """Refuse a text that can name no revision."""
    return f"'{ref}' is no revision"


def no_repository(file: str) -> str:
    """Say that a scenario is in no git repository."""
    return f"{file} is in no git repository that can be read"


def unknown_revision(ref: str) -> str:
    """Say that git knows no such revision."""
    return f"git knows no revision '{ref}'"


def git_cannot_read(file: str) -> str:
    """Say that git has a file and cannot read it."""
    return f"git cannot read {file} at that revision"


def verbatim(words: str) -> str:
    """Return what another program says, as it says it."""
    return words
