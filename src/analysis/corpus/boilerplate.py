"""Lines that repeat across the documents of a source: found by frequency, removed once a person has ticked them."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
import regex

from analysis.corpus.files import CorpusError
from analysis.corpus.ticking import NO, YES, read_ticked

COLUMNS = ("source", "line", "documents", "source_documents", "share", "place", "example", "remove")
REVIEWED = ("source", "line", "remove")
EVERY_SOURCE = "*"
NO_SOURCE = "(all)"
FIRST, LAST, WITHIN = "first line", "last line", "within"
DIGITS = regex.compile(r"\p{Nd}++(?:[.,:/-]\p{Nd}++)*+")


def repeated_lines(documents: pd.DataFrame, minimum: int = 5, share: float = 0.1, longest: int = 200) -> pd.DataFrame:
    """Find the lines that many documents of one source hold, for a person to tick those to be removed.

    Lines are compared by their words: white space is trimmed and runs of it are one space. Lines that differ in
    numbers alone count as one and are shown with # for each number ("Page #"), unless all have the same.

    Parameters
    ----------
    documents : DataFrame
        With doc_id and text, and source, url or path to tell sources apart: the source, else the site of
        the url, else the top folder of the path, else "(all)".
    minimum : int
        In how many documents of its source a line must stand.
    share : float
        In which share of the source's documents, from 0 to 1.
    longest : int
        Characters; longer lines are left out.

    Returns
    -------
    DataFrame
        One row a source and line: source, line, documents (those of the source that hold it),
        source_documents (all of the source), share, place ("first line", "last line" or "within", where it
        stands in most of them), example (doc_id), remove (empty).

    >>> texts = [f"It rained on day {day}.\\n\\nRead more" for day in range(5)]
    >>> documents = pd.DataFrame({"doc_id": list("abcde"), "text": texts, "source": "Daily Bread"})
    >>> repeated_lines(documents)[["line", "documents", "place"]].values.tolist()
    [['It rained on day #.', 5, 'first line'], ['Read more', 5, 'last line']]
    """
    sources, names = pd.factorize(np.array(_sources(documents), dtype=object))
    totals = np.bincount(sources, minlength=len(names)) if len(documents) else np.zeros(0, dtype=int)
    wanted = _often(documents["text"], sources, minimum, longest)
    found: dict[tuple[int, str], _Repeats] = defaultdict(_Repeats)
    for doc_id, source, text in zip(documents["doc_id"], sources, documents["text"], strict=True):
        for masked, (line, place) in _lines(text, longest).items():
            if hash((int(source), masked)) in wanted:
                found[int(source), masked].add(line, place, doc_id)
    rows = [
        (names[source], repeats.line or masked, count, totals[source], count / totals[source], *repeats.shown, "")
        for (source, masked), repeats in found.items()
        if (count := repeats.documents) >= max(minimum, share * totals[source])
    ]
    rows.sort(key=lambda row: (row[0], -row[2], row[1]))
    types = {"documents": "int64", "source_documents": "int64", "share": "float64"}
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({name: types.get(name, "str") for name in COLUMNS})


@dataclass
class _Repeats:
    """Where one line stands, numbers aside; `line` is the line as it is written where all write it alike."""

    line: str | None = None
    example: str = ""
    places: Counter[str] = field(default_factory=Counter)

    def add(self, line: str, place: str, doc_id: str) -> None:
        if not self.places:
            self.line, self.example = line, doc_id
        elif line != self.line:
            self.line = None
        self.places[place] += 1

    @property
    def documents(self) -> int:
        return self.places.total()

    @property
    def shown(self) -> tuple[str, str]:
        return max((FIRST, LAST, WITHIN), key=lambda place: self.places[place]), self.example


def _often(texts: pd.Series, sources: np.ndarray, minimum: int, longest: int) -> set[int]:
    """Return the hashes of what stands often enough; hashes of all lines take 8 bytes each, the lines far more."""
    hashes = array("q")
    for source, text in zip(sources, texts, strict=True):
        hashes.extend(hash((int(source), masked)) for masked in _lines(text, longest))
    values, counts = np.unique(np.frombuffer(hashes, dtype=np.int64), return_counts=True)
    return set(values[counts >= minimum].tolist())


def _lines(text: str, longest: int) -> dict[str, tuple[str, str]]:
    """Map each line of a text, its numbers masked, to the line and its place."""
    lines = [line for line in map(_words, text.split("\n")) if line]
    found: dict[str, tuple[str, str]] = {}
    for number, line in enumerate(lines):
        if len(line) <= longest:
            place = FIRST if number == 0 else LAST if number == len(lines) - 1 else WITHIN
            masked = _masked(line)
            if masked in found and found[masked][0] != line:
                line = masked
            found[masked] = (line, found[masked][1] if masked in found else place)
    return found


def _words(line: str) -> str:
    return " ".join(line.split())


def _masked(line: str) -> str:
    return DIGITS.sub("#", line)


def _sources(documents: pd.DataFrame) -> list[str]:
    def column(name: str) -> list[str]:
        values = documents[name] if name in documents else pd.Series("", index=documents.index)
        return values.fillna("").astype("str").tolist()

    return [source_name(*said) for said in zip(column("source"), column("url"), column("path"), strict=True)]


def source_name(source: str = "", url: str = "", path: str = "") -> str:
    """Name the source of a text: the source, else the site of the url, else the top folder of the path, else "(all)".

    >>> source_name("", "https://www.example.org/news/1"), source_name("", "", "agency/1.txt"), source_name()
    ('example.org', 'agency', '(all)')
    """
    return source.strip() or _site(url.strip()) or path.strip("/").partition("/")[0] * ("/" in path) or NO_SOURCE


def _site(url: str) -> str:
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:  # as of "http://[::"
        return ""
    return host.removeprefix("www.")


def load_boilerplate(path: Path | str) -> pd.DataFrame:
    """Read the reviewed lines.

    Parameters
    ----------
    path : path
        A CSV with the columns source, line and remove, as `write_ticking` writes it and a spreadsheet saves it
        (separated by commas, semicolons or tabs). A source of * or of nothing stands for every source.

    Returns
    -------
    DataFrame
        source, line, and remove (bool).

    Raises
    ------
    CorpusError
        It cannot be read, a column is missing, or a cell of remove is neither yes nor no.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "boilerplate.csv"
    >>> _ = path.write_text("source,line,remove\\nDaily Bread,Read more,yes\\n*,Page #,\\n")
    >>> load_boilerplate(path)["remove"].tolist()
    [True, False]
    """
    path = Path(path)
    rows = []
    for number, row in read_ticked(path, REVIEWED):
        if not row["line"]:
            continue
        remove = row["remove"].lower()
        if remove not in YES | NO:
            raise CorpusError(
                f"{path.name}, row {number}, column remove: {row['remove']!r} is not allowed: "
                f"write yes to remove the line, no or nothing to keep it"
            )
        rows.append((row["source"] or EVERY_SOURCE, _words(row["line"]), remove in YES))
    return pd.DataFrame(rows, columns=list(REVIEWED)).astype({"source": "str", "line": "str", "remove": "bool"})


def unwanted_lines(reviewed: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Return the lines to be removed by source; those of every source stand under *.

    >>> reviewed = pd.DataFrame({"source": ["*", "a"], "line": ["Page #", "Kept"], "remove": [True, False]})
    >>> unwanted_lines(reviewed)
    {'*': frozenset({'Page #'})}
    """
    ticked = reviewed[reviewed["remove"]]
    return {source: frozenset(lines) for source, lines in ticked.groupby("source", sort=True)["line"]}


def remove_lines(text: str, lines: Collection[str]) -> str:
    """Remove the lines that are among `lines`, white space within them aside, and nothing else.

    A # in one of `lines` stands for any number. Paragraphs stay apart: where a removed line stood between
    empty lines, one of them goes with it.

    >>> remove_lines("It rained.\\n\\nRead more\\n\\nIt snowed.", ["Read more"])
    'It rained.\\n\\nIt snowed.'
    """
    unwanted = {_words(line) for line in lines} - {""}
    kept: list[str] = []
    removed = False  # and nothing kept since
    for line in text.split("\n"):
        words = _words(line)
        if words and (words in unwanted or _masked(words) in unwanted):
            removed = True
        elif words or not removed:
            kept.append(line)
            removed = False
        elif kept and _words(kept[-1]):
            kept.append(line)
    return "\n".join(kept).rstrip("\n") if removed else "\n".join(kept)
