"""A word list -> its rows, or an error that says which line and column is wrong and what may stand there."""

import csv
import io
from collections.abc import Collection, Iterator
from importlib.resources.abc import Traversable

FILES = ("words.csv", "verbs.csv", "titles.csv", "marks.csv")
NEEDED = {  # the columns of each list, and whether a cell of it must be filled
    "words.csv": {"word": True, "class": True, "number": False, "gender": False},
    "titles.csv": {"title": True, "kind": True, "gender": False, "number": False},
    "marks.csv": {"open": True, "close": True},
    "endings.csv": {"ending": True, "class": True, "nominative": False},
    "verbs.csv": {
        **dict.fromkeys(("verb", "tier", "act", "stance", "takes"), True),
        **dict.fromkeys(("finite", "participle", "passive", "note"), False),
    },
}
GENDERS, NUMBERS = ("", "f", "m", "n"), ("", "singular", "plural")
ALLOWED = {
    ("words.csv", "gender"): GENDERS,
    ("words.csv", "number"): NUMBERS,
    ("titles.csv", "gender"): GENDERS,
    ("titles.csv", "number"): NUMBERS,
    ("titles.csv", "kind"): ("courtesy", "office", "role", "group"),
    ("verbs.csv", "tier"): ("say", "that", "quote", "act", "think"),
    ("verbs.csv", "stance"): ("neutral", "assertive", "distancing"),
    ("verbs.csv", "takes"): (
        *("quote", "that", "zero", "to", "object-that", "object-zero", "object-to", "object-of", "object-for"),
        *("object-as", "of", "for", "about", "against", "object", "wh"),
    ),
    ("endings.csv", "class"): (
        *("adjective", "adverb", "case", "feminine name", "infinitive", "masculine name", "modifier", "negation"),
        *("oblique", "participle", "passive", "past", "plural", "possessive"),
    ),
}
BLANK = " ;.'’"  # no word is made of these alone
SEVERAL = ("takes",)  # columns in which several values are joined by ;


def read_rows(path: Traversable, classes: Collection[str]) -> list[dict[str, str]]:
    """Read a word list.

    Parameters
    ----------
    path : Traversable
        One of the files of a language's folder.
    classes : collection of str
        What may stand in the column class of words.csv.

    Raises
    ------
    ValueError
        The list is missing or not UTF-8, a column is missing, or a row has too many or too few cells, an empty one
        that must be filled, or a value that means nothing.

    >>> from importlib.resources import files
    >>> path = files("analysis") / "data" / "languages" / "en" / "marks.csv"
    >>> read_rows(path, ())[0]["open"]
    '"'
    """
    where = f"the word list {path}"
    if not path.is_file():
        raise ValueError(f"{where} is missing: a language needs {', '.join(FILES)}")
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ValueError(f"{where}, line {line}, is not UTF-8: save it as UTF-8") from None
    reader = csv.DictReader(io.StringIO(content, newline=""))
    needed = NEEDED[path.name]
    missing = [column for column in needed if column not in (reader.fieldnames or ())]
    if missing:
        raise ValueError(f"{where} has no column {', '.join(missing)} in its first line: it needs {', '.join(needed)}")
    rows = []
    for row in reader:
        for fault in _faults(path.name, row, needed, classes):
            raise ValueError(f"{where}, line {reader.line_num}, {fault}")
        rows.append(row)
    return rows


def _faults(name: str, row: dict, needed: dict[str, bool], classes: Collection[str]) -> Iterator[str]:
    """Yield what is wrong with a row."""
    if None in row:
        yield f"has more cells than columns: put quotes around a cell that holds a comma ({row[None][0]!r} is too much)"
    elif None in row.values():
        yield "has fewer cells than columns: write a comma for each empty cell"
    for column, filled in needed.items():
        cell = row[column]
        if filled and not cell.strip(BLANK if name != "marks.csv" else None):
            yield f"column {column}: it is empty. Fill it in, or remove the row"
        allowed = classes if (name, column) == ("words.csv", "class") else ALLOWED.get((name, column))
        for value in cell.split(";") if column in SEVERAL else [cell]:
            if allowed and value.strip() not in allowed:
                yield f"column {column}: {value!r} is not allowed. Write one of: {', '.join(filter(None, allowed))}"
