"""A text of a file, joined with the metadata table -> one record of the documents table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ftfy.fixes import fix_surrogates

from analysis.corpus.contents import SYNONYMS, pick
from analysis.corpus.dating import settle_date
from analysis.corpus.language_names import is_language_code, language_code
from analysis.corpus.problems import problem
from analysis.corpus.rows import plain

STANDARD = tuple(name for name in SYNONYMS if name != "text")
COMPUTED = (
    *("date_precision", "date_source", "date_written", "language_source", "script", "path", "row", "format"),
    *("encoding", "repairs", "sha256", "duplicate_of", "similarity"),
)
CERTAIN = 0.95
FIRST_LINES = 800  # characters in which a date is looked for


@dataclass(frozen=True)
class Told:
    """What is known of one text beside the text: where it stands, what its file says, what it shows itself."""

    path: str
    row: int | None
    format: str
    encoding: str
    sha256: str
    fields: Mapping[str, Any]
    text_field: str
    dated_by: str
    first_lines: str
    changes: Mapping[str, int]
    language: str
    probability: float
    script: str


def make_record(
    told: Told, metadata: Mapping[str, Any], columns: Mapping[str, str]
) -> tuple[dict[str, Any], list[dict]]:
    """Join a text with its row of the metadata table, which goes before what its file says.

    Parameters
    ----------
    told : Told
        What is known of the text.
    metadata : mapping
        Its row of the metadata table; empty when it has none.
    columns : mapping of str to str
        Standard column -> the user's column.

    Returns
    -------
    (dict, list of dict)
        The columns of `schemas.DOCUMENTS` without text, duplicate_of and similarity, with doc_id as it is
        wanted; `own`, the user's own columns, and `names`, all columns found. And rows of problems.
    """
    metadata = {name: value for name, value in metadata.items() if plain(value) or name not in told.fields}
    above = {name: pick(name, metadata, columns) for name in STANDARD}
    below = {name: pick(name, told.fields, columns) for name in STANDARD}
    from_above = {name for name in STANDARD if above[name] and (plain(metadata[above[name]]) or not below[name])}
    picked = {name: above[name] if name in from_above else below[name] for name in STANDARD}
    values = {name: plain((metadata if name in from_above else told.fields).get(picked[name])) for name in STANDARD}
    given = [("metadata", metadata.get(above["date"])), (told.dated_by, told.fields.get(below["date"]))]
    file_name = told.path if told.row is None else ""  # a table's name is no date of each of its rows
    dating = settle_date(
        [(origin, plain(value)) for origin, value in given if plain(value)], file_name, told.first_lines
    )
    language, language_source, doubts = _language(values["language"], told)
    doubts = [dating.problem, *doubts] if dating.problem else doubts
    record = values | {
        "date": dating.date,
        "date_precision": dating.precision,
        "date_source": dating.source,
        "date_written": dating.written,
        "language": language,
        "language_source": language_source,
        "script": told.script,
        "path": told.path,
        "row": told.row,
        "format": told.format,
        "encoding": told.encoding,
        "repairs": "; ".join(told.changes),
        "sha256": told.sha256,
        "own": _own(told, metadata, picked),
        "names": [*told.fields, told.text_field, *metadata],
    }
    return record, [problem(told.path, told.row, *doubt, "warning") for doubt in doubts]


def _own(told: Told, metadata: Mapping[str, Any], picked: Mapping[str, str | None]) -> dict[str, Any]:
    """Return the columns that stand for no standard one, under names that no computed column has."""
    own = {}
    for name, value in [*told.fields.items(), *metadata.items()]:
        if picked.get(name) != name:
            taken = name in COMPUTED or name in SYNONYMS or name == told.text_field
            own[f"{name}_given" if taken else name] = fix_surrogates(value) if isinstance(value, str) else value
    return own


def _language(given: str, told: Told) -> tuple[str, str, list[tuple[str, str]]]:
    """Settle the language, and doubt a given code that is none, or that the text does not bear out."""
    if not given:
        return told.language, "detected" if told.language else "", []
    given = language_code(given)
    if not is_language_code(given):
        message = (
            f"the language is given as {given!r}, which is no ISO 639-1 code, as en: nobody's statements are found"
        )
        return given, "metadata", [("unknown-language", message)]
    code = given.replace("_", "-").partition("-")[0].lower()
    if len(code) == 2 and told.language not in ("", code) and told.probability >= CERTAIN:
        message = f"the language is given as {given!r}, but the text looks like {told.language!r}: look which is right"
        return given, "metadata", [("language-mismatch", message)]
    return given, "metadata", []
