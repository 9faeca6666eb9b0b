"""Files and nested mappings -> dictionaries: categories and what falls under them."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import pandas as pd

from analysis.choices import choose
from analysis.stats.checking import check_count
from analysis.text.queries import Condition, parse_query
from analysis.text.terms import fold

BELOW = " > "
NEEDED = ("category", "entry")


@dataclass(frozen=True, eq=False)
class Dictionary:
    """Categories, and the words and phrases that fall under them.

    Attributes
    ----------
    entries : DataFrame
        One row an entry: category (with those above it, as state > union), entry (a query, as
        `text.parse_query` takes it: a word, a phrase, genocid*), note.
    """

    entries: pd.DataFrame

    @property
    def categories(self) -> list[str]:
        """The categories with an entry, in the order of the dictionary."""
        return self.entries["category"].unique().tolist()

    def at_level(self, level: int) -> "Dictionary":
        """Return the same entries under the categories of a level, those below it taken together.

        Parameters
        ----------
        level : int
            1 for the uppermost.

        >>> dictionary({"state": {"union": ["united states"], "land": ["nation*"]}}).at_level(1).categories
        ['state']
        """
        check_count("level", level, 1)
        category = [BELOW.join(name.split(BELOW)[:level]) for name in self.entries["category"]]
        entries = self.entries.assign(category=pd.array(category, dtype="str"))
        folded = entries["entry"].map(fold)
        again = pd.DataFrame({"category": entries["category"], "entry": folded}).duplicated()
        return Dictionary(entries[~again].reset_index(drop=True))


def dictionary(categories: Mapping) -> Dictionary:
    """Make a dictionary of a mapping.

    Parameters
    ----------
    categories : mapping
        Of the name of a category to a list of entries, or to a mapping of the categories below it.

    Raises
    ------
    ValueError
        A category has no name or no entry; or an entry is no query, stands twice, or would match every token. The
        message says which.

    >>> dictionary({"liberty": ["free*"], "state": {"union": ["united states"]}}).categories
    ['liberty', 'state > union']
    """
    if isinstance(categories, str | Path):
        raise ValueError(f"the categories are {str(categories)!r}: load_dictionary({str(categories)!r}) opens a file")
    if not isinstance(categories, Mapping):
        raise ValueError(f"the categories are {categories!r}: give a mapping, such as {{'liberty': ['free*']}}")
    return _checked((f"category {category!r}", category, entry, "") for category, entry in _rows(categories, ()))


def load_dictionary(source: str | Path) -> Dictionary:
    """Read a dictionary from a CSV file, or one of those shipped.

    Parameters
    ----------
    source : str or Path
        The name of a shipped dictionary (see `shipped_dictionaries`); or the path of a CSV file in UTF-8 with a
        header and the columns category, entry and, if wanted, note. A category below another is written behind it:
        state > union.

    Raises
    ------
    ValueError
        There is no such dictionary or file, or one of its lines has a fault; the message names line and column.

    >>> load_dictionary("modality").entries.columns.tolist()
    ['category', 'entry', 'note']
    """
    path = Path(source)
    if isinstance(source, str) and not path.suffix and not path.is_file():
        path = _shipped() / f"{choose(source, shipped_dictionaries(), 'shipped dictionary, nor a CSV file,')}.csv"
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not in UTF-8: save it as a CSV file in UTF-8") from None
    return _checked(_read(text, path))


@cache
def shipped_dictionaries() -> tuple[str, ...]:
    """Return the names of the dictionaries that come with the package; data/dictionaries/README.md explains them.

    >>> "modality" in shipped_dictionaries()
    True
    """
    return tuple(sorted(path.name.removesuffix(".csv") for path in _shipped().iterdir() if path.name.endswith(".csv")))


def _shipped() -> Path:
    return resources.files("analysis") / "data" / "dictionaries"


def _rows(categories: Mapping, above: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    for name, inside in categories.items():
        path = (*above, str(name))
        if isinstance(inside, Mapping):
            yield from _rows(inside, path)
            continue
        if isinstance(inside, str) or not isinstance(inside, Iterable):
            raise ValueError(f"category {BELOW.join(path)!r} has {inside!r}: give a list of entries, as ['free*']")
        entries = list(inside)
        if not entries:
            raise ValueError(f"category {BELOW.join(path)!r} has no entry: give one or leave the category out")
        yield from ((BELOW.join(path), entry) for entry in entries)


def _read(text: str, path: Path) -> Iterable[tuple[str, str, str, str]]:
    reader = csv.DictReader(text.splitlines(keepends=True))
    for name in NEEDED:
        if name not in (reader.fieldnames or []):
            raise ValueError(f"{path} has no column {name}: its header must have category and entry")
    for row in reader:
        if None in row:
            raise ValueError(
                f"{path}, line {reader.line_num}: more cells than the header has; put quotes around a comma"
            )
        if any(value and value.strip() for value in row.values()):
            yield f"{path}, line {reader.line_num}", row["category"], row["entry"], row.get("note") or ""


def _checked(rows: Iterable[tuple[str, str, str, str]]) -> Dictionary:
    kept, seen = [], {}
    for where, category, entry, note in rows:
        names = [name.strip() for name in str(category or "").split(BELOW.strip())]
        if not all(names):
            raise ValueError(f"{where}, column category: {category!r} has no name; write liberty, or state > union")
        category = BELOW.join(names)
        entry = _checked_entry(where, entry)
        key = (category, fold(entry))
        if key in seen:
            raise ValueError(f"{where}, column entry: {entry!r} stands under {category!r} already ({seen[key]})")
        seen[key] = where
        kept.append((category, entry, note.strip()))
    if not kept:
        raise ValueError("the dictionary has no entry: give one at least")
    return Dictionary(pd.DataFrame(kept, columns=["category", "entry", "note"], dtype="str"))


def _checked_entry(where: str, entry: str) -> str:
    if not isinstance(entry, str) or not entry.strip():
        raise ValueError(f"{where}, column entry: {entry!r} is empty; give a word, a phrase, or genocid*")
    try:
        query = parse_query(entry)
    except ValueError as error:
        raise ValueError(f"{where}, column entry: {error}") from None
    if not any(_tells(condition) for slot in query.slots for condition in slot.conditions):
        raise ValueError(f"{where}, column entry: {entry!r} matches every token; name a word or a part of one")
    return entry.strip()


def _tells(condition: Condition) -> bool:
    return condition.regex or not set(condition.pattern) <= {"*", "?"}
