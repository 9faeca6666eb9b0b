"""Documents -> where aliases stand in them, all that fit, before it is decided which of them are mentions."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple
from unicodedata import normalize

import numpy as np
import pandas as pd
import regex

from analysis.corpus.schemas import MATCHES, empty, typed
from analysis.discourse.addresses import address_spans
from analysis.discourse.characters import INVISIBLE, PLAIN, characters, is_accent
from analysis.discourse.folding import UNSEEN, fold_codes, to_codes
from analysis.discourse.forms import Forms, forms
from analysis.discourse.searching import BRACKETED, COORDINATED, PLURAL, SUSPECT, UNUSUAL, Found, search

AT_ONCE = 1 << 18  # characters
NOTHING = -1
LINE_ENDS = regex.compile("[\0\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
NOT_SEEN = rf"[{INVISIBLE}]"
SPACE = rf"(?:[^\S\n]|{NOT_SEEN})*+\n?(?:[^\S\n]|{NOT_SEEN})*+"
ANY_SPACE = rf"(?:\s|{NOT_SEEN})*+"
QUOTES = "'\"“”„«»‘’‚״"
LEADS = """
    hereinafter hereafter henceforth also known referred to abbreviated in short as or the ou ci-après dit dite o en
    adelante или далее по тексту сокращенно
""".split()
APPOSITION = regex.compile(
    rf"(?r)(?:['’ʼ‘]s?)?[{QUOTES}*_¹²³⁰-⁹]*{SPACE}[(\[（［]{ANY_SPACE}[{QUOTES}]?"
    rf"(?:(?:{'|'.join(LEADS)})\b(?:[\s:,—–-]|{NOT_SEEN})*)*[{QUOTES}]?{ANY_SPACE}\Z",
    regex.IGNORECASE,
)
APPOSITION_ENDS = regex.compile(rf"{ANY_SPACE}[{QUOTES}]?{ANY_SPACE}[)\]）］,;]")
COORDINATION = regex.compile(
    rf"(?r)[)\]]?(?:,?{SPACE}(?:\b(?:and/or|and|or|as\s+well\s+as)\b|&)|,){SPACE}(?:the\b{SPACE})?\Z", regex.IGNORECASE
)
FARTHEST = 80  # characters between a name and what it depends on
HEADING_WORDS, OTHER_WORDS = 3, 2  # the others are no names
CAPITAL_WORDS = regex.compile(r"\p{Lu}(?:[\p{L}\p{M}]|[.'’-](?=\p{L}))*+")
CASELESS = regex.compile(r"\p{Lo}")  # a line of a script without case is not all in capitals
NO_HEADING, HEADING, QUESTION = range(3)


class _Chunk(NamedTuple):
    text: str
    begins: list[int]
    first: int


def match_aliases(documents: pd.DataFrame, gazetteer: pd.DataFrame, searched: Forms | None = None) -> pd.DataFrame:
    """Find all places where an alias stands as whole words, in a case that it allows, and in no address.

    Parameters
    ----------
    documents : DataFrame
        With the columns doc_id (str) and text (str).
    gazetteer : DataFrame
        As `load_gazetteer` gives it.
    searched : Forms, optional
        What `forms` gives for the gazetteer, to be made once for many calls.

    Returns
    -------
    DataFrame
        One row a place and alias, also those that overlap: doc_id, start, end, surface, `row` of the gazetteer
        (int64, from 0), rule (exact, name, any, plural, coordinated), `follows` (int64: where the mention must
        end that this one depends on, if coordinated, or explains in brackets; -1 for none) and `heading` (int64:
        0; 1 for an everyday word in a line of capitals; 2 if that line is a question).

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["The UN Women report"]})
    >>> gazetteer = pd.DataFrame([("UN", "UN", "exact"), ("UN Women", "UN Women", "name")],
    ...                          columns=["organization", "alias", "match"])
    >>> match_aliases(documents, gazetteer)["surface"].tolist()
    ['UN', 'UN Women']
    """
    if gazetteer.empty or documents.empty:
        return empty(MATCHES)
    searched = searched or forms(gazetteer)
    policies = gazetteer["match"].to_numpy(dtype=object)
    found = [_matches(chunk, searched, gazetteer) for chunk in _chunks(documents["text"].tolist())]
    places = pd.concat(found, ignore_index=True) if len(found) > 1 else found[0]
    rules = np.where(
        places["kind"] == PLURAL,
        "plural",
        np.where(places["kind"] == COORDINATED, "coordinated", policies[places["row"]]),
    )
    doc_ids = documents["doc_id"].astype("str").take(places["document"].to_numpy()).reset_index(drop=True)
    return typed(places.assign(doc_id=doc_ids, rule=pd.array(rules, dtype="str"))[list(MATCHES.columns)], MATCHES)


def _chunks(texts: Sequence[str]) -> Iterator[_Chunk]:
    """Join texts with NUL, about AT_ONCE characters at a time."""
    first, size = 0, 0
    for number, text in enumerate(texts):
        size += len(text) + 1
        if size > AT_ONCE or number == len(texts) - 1:
            held = texts[first : number + 1]
            yield _Chunk("\0".join(held), list(accumulate((len(text) + 1 for text in held[:-1]), initial=0)), first)
            first, size = number + 1, 0


def _matches(chunk: _Chunk, searched: Forms, gazetteer: pd.DataFrame) -> pd.DataFrame:
    table = characters()
    codes = to_codes(chunk.text)
    found = search(codes, fold_codes(codes, table), searched.names, table)
    rows, kinds = searched.rows[found.writings], searched.names.kind[found.writings]
    keep = np.ones(len(rows), dtype=bool)
    follows = np.full(len(rows), NOTHING)
    headings = np.zeros(len(rows), dtype=np.int64)
    stopped = searched.aliases["stopped"].to_numpy()[rows]
    found = found._replace(ends=_with_full_stops(chunk.text, found.ends, stopped, keep))
    _drop_addresses(chunk.text, found, keep)
    _drop_foreign_marks(chunk.text, found, rows, gazetteer["alias"], keep)
    _find_coordinations(chunk.text, found, kinds, keep, follows)
    _find_appositions(chunk.text, found, kinds, keep, follows)
    everyday = searched.aliases["everyday"].to_numpy()
    _find_headings(chunk.text, found, everyday[rows] & keep, searched.written, headings)
    starts, ends = found.starts[keep], found.ends[keep]
    begins = np.array(chunk.begins)
    documents = np.searchsorted(begins, starts, side="right") - 1
    shift = begins[documents]
    text = chunk.text
    surfaces = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    follows = follows[keep]
    return pd.DataFrame(
        {
            "document": documents + chunk.first,
            "start": starts - shift,
            "end": ends - shift,
            "surface": pd.array(surfaces, dtype="str"),
            "row": rows[keep],
            "kind": kinds[keep],
            "follows": np.where(follows >= 0, follows - shift, NOTHING),
            "heading": headings[keep],
        }
    )


def _with_full_stops(text: str, ends: np.ndarray, stopped: np.ndarray, keep: np.ndarray) -> np.ndarray:
    """Let a name that is written with a full stop at its end, as Inc., hold the one that stands there, or drop it."""
    ends = ends.copy()
    for number in np.flatnonzero(stopped & keep).tolist():
        keep[number] = text.startswith(".", ends[number])
        ends[number] += 1
    return ends


def _drop_addresses(text: str, found: Found, keep: np.ndarray) -> None:
    """Drop what stands in an address; the runs of characters that could hold one are looked at once each."""
    here, spans = (NOTHING, NOTHING), []
    for number in np.flatnonzero(found.notes & SUSPECT).tolist():
        run = int(found.run_starts[number]), int(found.run_ends[number])
        if run != here:
            here, spans = run, address_spans(text[slice(*run)])
        start, end = int(found.starts[number]) - run[0], int(found.ends[number]) - run[0]
        place = bisect_right(spans, start, key=lambda span: span[1])
        if place < len(spans) and spans[place][0] < end:
            keep[number] = False


def _drop_foreign_marks(text: str, found: Found, rows: np.ndarray, aliases: pd.Series, keep: np.ndarray) -> None:
    """Drop exact matches that have an accent where the alias has none."""
    known: dict[tuple[int, str], bool] = {}
    for number in np.flatnonzero((found.notes & UNUSUAL > 0) & keep).tolist():
        row, surface = int(rows[number]), text[found.starts[number] : found.ends[number]]
        if (row, surface) not in known:
            known[row, surface] = _marks(surface) <= _marks(aliases.iloc[row])
        keep[number] = known[row, surface]


def _marks(text: str) -> set[tuple[int, str]]:
    """Return the accents of letters that have capitals, each with how many letters stand before it."""
    marks, letters, cased = set(), 0, False
    for character in normalize("NFKD", text):
        if is_accent(character):
            if cased:
                marks.add((letters, character))
        elif character.isalpha():
            plain = PLAIN.get(character.lower(), "")
            letters += max(len(plain), 1)
            cased = character.upper() != character.lower()
            if plain and cased:
                marks.add((letters, character.lower()))
    return marks


def _find_coordinations(text: str, found: Found, kinds: np.ndarray, keep: np.ndarray, follows: np.ndarray) -> None:
    """Say where the name must end that shares its beginning with a coordinated one, or drop that one."""
    for number in np.flatnonzero((kinds == COORDINATED) & keep).tolist():
        start = int(found.starts[number])
        before = text[max(start - FARTHEST, 0) : start]
        gap = COORDINATION.search(before)
        if gap:
            follows[number] = start - len(before) + gap.start()
        else:
            keep[number] = False


def _find_appositions(text: str, found: Found, kinds: np.ndarray, keep: np.ndarray, follows: np.ndarray) -> None:
    """Say where the name must end that one in brackets may explain."""
    for number in np.flatnonzero((found.notes & BRACKETED > 0) & (kinds != COORDINATED) & keep).tolist():
        start, end = int(found.starts[number]), int(found.ends[number])
        before = text[max(start - FARTHEST, 0) : start]
        gap = APPOSITION.search(before)
        if gap and APPOSITION_ENDS.match(text, end):
            follows[number] = start - len(before) + gap.start()


def _find_headings(
    text: str, found: Found, everyday: np.ndarray, aliases: frozenset[str], headings: np.ndarray
) -> None:
    """Say which of the acronyms that are words of every day stand in a line of capitals."""
    first, last, heading = 0, NOTHING, NO_HEADING
    for number in np.flatnonzero(everyday).tolist():
        start = int(found.starts[number])
        if not first <= start < last:
            first, last = _line_around(text, start)
            heading = _heading(text[first:last], aliases)
        headings[number] = heading


def _line_around(text: str, place: int) -> tuple[int, int]:
    first = place
    while first > 0 and not LINE_ENDS.match(text[first - 1]):
        first -= 1
    end = LINE_ENDS.search(text, place)
    return first, end.start() if end else len(text)


def _heading(line: str, aliases: frozenset[str]) -> int:
    """Say whether a line is a heading in capitals, of more than names, and whether it is a question."""
    if line != line.upper() or CASELESS.search(line):
        return NO_HEADING
    words = CAPITAL_WORDS.findall(UNSEEN.sub("", line))
    others = [word for word in words if regex.split("['’]", word)[0] not in aliases]
    if len(words) < HEADING_WORDS or len(others) < OTHER_WORDS:
        return NO_HEADING
    return QUESTION if line.rstrip().rstrip("'\"”’»").endswith(("?", "？")) else HEADING
