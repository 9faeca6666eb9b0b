"""Statements and what persons have corrected of them -> the statements as corrected."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.corpus.problems import problem
from analysis.corpus.schemas import PROBLEMS, STATEMENTS, typed
from analysis.discourse.anchoring import OutdatedError, Record, anchored
from analysis.discourse.coded_rows import coded_statements, corrections_from, mark_missing
from analysis.discourse.coding_files import (
    CORRECTED,
    PASSAGES,
    blank_statement,
    columns_of,
    completed,
    statement_id,
)
from analysis.discourse.correction_files import ROW, read_corrections, write_corrections
from analysis.discourse.locating import places_of
from analysis.methods import named_in_methods

__all__ = [
    "apply_corrections",
    "coded_statements",
    "corrections_from",
    "mark_missing",
    "read_corrections",
    "write_corrections",
]

FILE = "corrections.csv"
LEAST_OVERLAP = 0.5  # of two spans that are taken for one statement: characters in both / in either
THERE = "there"
Place = tuple[int, int]


@dataclass
class _Case:
    """All that was ever said of one statement: its places and cues, the last record, each decision with its author."""

    doc_id: str
    places: list[Place] = field(default_factory=list)
    cues: list[Place] = field(default_factory=list)
    added: bool = False
    record: Record = field(default_factory=dict)
    said: dict[str, list[tuple[str, str, Any, int]]] = field(default_factory=lambda: defaultdict(list))


@named_in_methods
def apply_corrections(
    statements: pd.DataFrame, documents: pd.DataFrame, corrections: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Correct statements as persons have, wherever the words that they decided on still stand.

    A correction holds where the statement, its speaker and its cue stand as they did when it was made; where the same
    words merely moved, it moves along. One whose words are gone or cannot be told from others is not applied, but
    reported. Of several corrections of one statement the last day's counts, field by field; where two coders differ
    on one day, what was before stays, and that is reported. A statement that is found with a somewhat different span
    by now (half of the characters in either, and no other cue) is taken for the same; one that is no longer found is
    put back as it was coded; a deletion needs the very span. One that a person added stands beside all that is found,
    also within another one. All other statements are left as they are. Applied twice, corrections change nothing more.

    Parameters
    ----------
    statements : DataFrame
        With the columns of `corpus.schemas.STATEMENTS`.
    documents : DataFrame
        With doc_id (str) and text (str).
    corrections : DataFrame
        As `read_corrections` gives it.

    Returns
    -------
    (DataFrame, DataFrame)
        The statements; those corrected have rule "corrected" and confidence 1, those with another speaker name_rule
        "corrected", and those with another cue or verb no stance, negation and modal. And a table of problems, whose
        row is that of corrections.csv.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Ana Ruiz said the road was open."]})
    >>> found = completed(pd.DataFrame({"doc_id": ["a"], "start": [14], "end": [31], "content": ["the road was open"]}))
    >>> coded = pd.DataFrame({"doc_id": ["a"], "statement_id": ["a:14-31"], "content": ["the road"]})
    >>> corrections, _ = corrections_from(coded, found, documents, "Lee", "2024-05-31")
    >>> apply_corrections(found, documents, corrections)[0][["statement_id", "content", "rule"]].values.tolist()
    [['a:14-22', 'the road', 'corrected']]
    """
    if corrections.empty:
        return statements, typed(pd.DataFrame(columns=list(PROBLEMS.columns)), PROBLEMS)
    concerned = documents[documents["doc_id"].isin(corrections["doc_id"])]
    texts = dict(zip(concerned["doc_id"], concerned["text"], strict=True))
    records, problems = _standing(corrections, texts)
    table = _Table(statements, set(corrections["doc_id"]))
    cases = _cases(records)
    exact = [(case, table.take(case)) for case in cases]
    for case, row in exact:
        problems += _apply(case, row, table, texts[case.doc_id])
    return table.frame(documents), typed(pd.DataFrame(problems, columns=list(PROBLEMS.columns)), PROBLEMS)


def _standing(corrections: pd.DataFrame, texts: dict[str, str]) -> tuple[list[Record], list[dict]]:
    """Return the corrections that hold, by day and in the file's order, with their places as they are now."""
    numbers = corrections[ROW] if ROW in corrections else range(1, len(corrections) + 1)
    records, problems = [], []
    for number, correction in zip(numbers, corrections.to_dict("records"), strict=True):
        try:
            records.append(anchored(correction, texts.get(correction["doc_id"])) | {ROW: int(number)})
        except OutdatedError as error:
            message = f"{_whose(correction)} is not applied: {error}. Correct the statement anew, or remove the row"
            problems.append(problem(FILE, int(number), "correction-outdated", message, "warning"))
    return sorted(records, key=lambda record: record["date"]), problems


def _whose(correction: Record) -> str:
    act = {"change": "the correction", "delete": "the deletion", "add": "the addition"}[correction["action"]]
    return f"{act} of {correction['statement_id']} by {correction['coder']} ({correction['date']})"


def _cases(records: list[Record]) -> list[_Case]:
    """Gather what was said of each statement, also under the names that it had after its span was corrected."""
    by_place: dict[tuple[str, Place], _Case] = {}
    cases: list[_Case] = []
    for record in records:
        doc_id = record["doc_id"]
        place = (record["found_start"], record["found_end"])
        case = by_place.get((doc_id, place))
        if case is None:
            case = _Case(doc_id)
            cases.append(case)
        places = [place]
        if record["action"] != "delete":
            final = (record["start"], record["end"])
            other = by_place.get((doc_id, final))
            if other is not None and other is not case:  # two statements that were made one
                _join(case, other)
                cases.remove(other)
            places.append(final)
            case.record = record
        case.places += [new for new in places if new not in case.places]
        case.cues += [(record[f"{name}_start"], record[f"{name}_end"]) for name in ("found_cue", "cue") if record[name]]
        case.added |= record["action"] == "add"
        by_place |= {(doc_id, known): case for known in case.places}
        _note(case, record)
    return cases


def _join(case: _Case, other: _Case) -> None:
    case.places += [place for place in other.places if place not in case.places]
    case.cues += other.cues
    case.added |= other.added
    for name, said in other.said.items():
        case.said[name] = sorted(case.said[name] + said, key=lambda decision: (decision[0], decision[3]))


def _note(case: _Case, record: Record) -> None:
    decisions: dict[str, Any] = {THERE: record["action"] != "delete"}
    for name in record["changed"].split() if record["action"] != "delete" else ():
        decisions[name] = tuple(record[column] for column in columns_of(name)) if name in PASSAGES else record[name]
    for name, value in decisions.items():
        case.said[name].append((record["date"], record["coder"], value, record[ROW]))


def _settled(case: _Case) -> tuple[dict[str, Any], list[dict]]:
    """Return the value of each field that was decided, and what coders differ on."""
    values: dict[str, Any] = {}
    problems = []
    for name, said in case.said.items():
        for day in sorted({decision[0] for decision in said}, reverse=True):
            last = {coder: (value, row) for date, coder, value, row in said if date == day}
            if len({value for value, _ in last.values()}) == 1:
                values[name] = next(iter(last.values()))[0]
                break
            problems.append(_tie(case, name, day, last))
    return values, problems


def _tie(case: _Case, name: str, day: str, last: dict[str, tuple[Any, int]]) -> dict:
    what = {THERE: "whether it is a statement"}.get(name, name)
    shown = {THERE: {True: "yes", False: "no"}}.get(name, {})
    told = "; ".join(
        f"{coder}: {shown.get(value, value[0] if isinstance(value, tuple) else value)!r:.60}"
        for coder, (value, _) in sorted(last.items())
    )
    message = (
        f"coders differ on {what} of {statement_id(case.doc_id, *case.places[0])} on {day} ({told}), and neither "
        f"counts: settle it, and remove one of the rows or give it a later date"
    )
    return problem(FILE, max(row for _, row in last.values()), "correction-tie", message, "warning")


def _apply(case: _Case, row: Record | None, table: "_Table", text: str) -> list[dict]:
    """Put a statement as it was settled into the table."""
    values, problems = _settled(case)
    number = max(decision[3] for decision in case.said[THERE])
    if not values.pop(THERE, True):
        other = None if row or case.added else table.similar(case)
        if other:
            message = (
                f"the deletion of {statement_id(case.doc_id, *case.places[0])} is not applied: {other['statement_id']} "
                f"is found in its place now; if that is no statement either, delete it too, else remove the row"
            )
            problems.append(problem(FILE, number, "correction-outdated", message, "warning"))
        return problems
    if row is None and not case.added:
        row = table.similar(case)
        if row:
            table.remove(row)
    if row:
        table.put(_with(row, values, text) if values else row)
    elif case.record:  # the machine finds it no longer
        table.put(_with(_as_coded(case.record), values, text))
    return problems


def _as_coded(record: Record) -> Record:
    return blank_statement() | {name: record[name] for name in STATEMENTS.columns if name in record}


def _with(row: Record, values: dict[str, Any], text: str) -> Record:
    """Return a statement with the values that persons gave to some of its fields."""
    new = dict(row)
    for name, value in values.items():
        new |= dict(zip(columns_of(name), value, strict=True)) if name in PASSAGES else {name: value}
    new["statement_id"] = statement_id(new["doc_id"], new["start"], new["end"])
    if {"cue", "verb"} & values.keys():  # nobody said how the new one is meant
        new |= {"stance": "", "negated": False, "modal": ""}
    if {"speaker", "speaker_name"} & values.keys():
        new["name_rule"] = CORRECTED if new["speaker_name"] else ""
        new["speaker_spans"] = _speaker_spans(new, text)
    return new | {"rule": CORRECTED, "confidence": 1.0}


def _speaker_spans(statement: Record, text: str) -> str:
    """Return where each of several speakers stands within their mention, or where the mention does."""
    start, end = statement["speaker_start"], statement["speaker_end"]
    if start < 0:
        return ""
    spans: list[Place] = []
    names = statement["speaker_name"].split("; ")
    for name in names if len(names) > 1 else ():
        begin = spans[-1][1] if spans else start
        last_word = name.split()[-1:] or [""]
        place = next((place for part in (name, last_word[0]) for place in places_of(text[begin:end], part)), None)
        if place is None:
            spans = []
            break
        spans.append((begin + place[0], begin + place[1]))
    return " ".join(f"{first}:{last}" for first, last in spans or [(start, end)])


class _Table:
    """The statements of the documents concerned, by document and place; all others as they are."""

    def __init__(self, statements: pd.DataFrame, doc_ids: set[str]) -> None:
        concerned = statements["doc_id"].isin(doc_ids)
        self._columns = statements.columns
        self._others = statements[~concerned]
        self._rows: dict[str, dict[Place, Record]] = defaultdict(dict)
        for row in statements[concerned].to_dict("records"):
            self._rows[row["doc_id"]][row["start"], row["end"]] = row
        self._claimed: set[tuple[str, Place]] = set()

    def take(self, case: _Case) -> Record | None:
        """Take out the rows of a case and return the first, which is to be put back when it was corrected."""
        self._claimed |= {(case.doc_id, place) for place in case.places}
        rows = [self._rows[case.doc_id].pop(place, None) for place in case.places]
        return next(filter(None, rows), None)

    def similar(self, case: _Case) -> Record | None:
        """Return the row of which the span overlaps most with one of the case, by half at least, and is no other's."""
        rows = self._rows[case.doc_id]
        shares = [
            (max(overlap(place, span) for place in case.places), span)
            for span, row in rows.items()
            if (case.doc_id, span) not in self._claimed and not _has_other_cue(case, row)
        ]
        share, span = max(shares, default=(0.0, (0, 0)))
        return rows[span] if share >= LEAST_OVERLAP else None

    def remove(self, row: Record) -> None:
        del self._rows[row["doc_id"]][row["start"], row["end"]]

    def put(self, row: Record) -> None:
        place = (row["start"], row["end"])
        self._claimed.add((row["doc_id"], place))
        self._rows[row["doc_id"]][place] = row

    def frame(self, documents: pd.DataFrame) -> pd.DataFrame:
        """Return all rows, by document and start."""
        rows = [row for same in self._rows.values() for row in same.values()]
        whole = self._others
        if rows:
            corrected = completed(pd.DataFrame(rows))
            whole = pd.concat([whole, corrected], ignore_index=True) if len(whole) else corrected
        order = {doc_id: number for number, doc_id in enumerate(documents["doc_id"])}
        places = whole["doc_id"].map(order).fillna(len(order))
        keys = pd.DataFrame({"document": places, "start": whole["start"], "end": whole["end"]})
        return whole.loc[keys.sort_values(["document", "start", "end"], kind="stable").index].reset_index(drop=True)


def _has_other_cue(case: _Case, row: Record) -> bool:
    """Say whether a row has a cue, and the case another one: of nested statements each has its own."""
    place = (row["cue_start"], row["cue_end"])
    return place[0] >= 0 and bool(case.cues) and not any(overlap(place, cue) for cue in case.cues)


def overlap(one: Place, other: Place) -> float:
    """Return the share of characters that two spans have in common: those in both, of those in either.

    >>> overlap((0, 10), (5, 10)), overlap((0, 5), (5, 10))
    (0.5, 0.0)
    """
    both = min(one[1], other[1]) - max(one[0], other[0])
    either = max(one[1], other[1]) - min(one[0], other[0])
    return max(both, 0) / either if either > 0 else 0.0
