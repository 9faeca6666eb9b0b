"""What the gazetteer may lack -> a table for a person to tick -> rows of the gazetteer."""

import csv
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.corpus.files import CorpusError
from analysis.corpus.schemas import AMBIGUITIES, MATCH_POLICIES
from analysis.corpus.ticking import NO, YES, read_ticked, write_ticking
from analysis.discourse.candidates import unlisted
from analysis.discourse.deciding import UNDECIDED
from analysis.discourse.gazetteer import GazetteerError, delimiter_of, load_gazetteer
from analysis.discourse.gazetteer_faults import is_date
from analysis.discourse.misspelt import misspellings
from analysis.discourse.nouns import plain
from analysis.discourse.surroundings import examples

NEEDED = ("organization", "alias", "match")
ROWS = ("organization", "alias", "language", "match", "valid_from", "valid_to", "ambiguous")
DECIDING = tuple(name for name in ROWS if name != "language")  # what changes a count
COLUMNS = ("accept", "kind", *ROWS, "mentions", "documents", "contexts", "nearest")


class ReviewError(ValueError):
    """What is wrong with a table that a person filled in: row, column and mend."""


class _Place(NamedTuple):
    doc_id: str
    start: int
    end: int


def review_table(
    documents: pd.DataFrame, mentions: pd.DataFrame, undecided: pd.DataFrame, gazetteer: pd.DataFrame
) -> pd.DataFrame:
    """Join all that the gazetteer may lack into one table, for a person to tick what is to be added.

    Parameters
    ----------
    documents : DataFrame
        With the columns doc_id (str) and text (str); language, if there, is proposed for new names.
    mentions : DataFrame
        As `mentions` gives it.
    undecided : DataFrame
        As `mentions` gives it with undecided=True; rows of other rules are left out.
    gazetteer : DataFrame
        As `load_gazetteer` gives it.

    Returns
    -------
    DataFrame
        One row a proposal: accept (empty; yes or x takes it), kind (unlisted, misspelling; and, for information,
        unconfirmed and out of period, which the gazetteer has), organization, alias, language, match, valid_from,
        valid_to, ambiguous (proposed, to be changed at will), mentions, documents (int64, how many), contexts,
        nearest (organization of the most similar alias, or all that have this one). By kind, documents, mentions.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Human Right Watch met the Heritage Council."]})
    >>> name = "Human Rights Watch"
    >>> gazetteer = pd.DataFrame({"organization": [name], "alias": [name], "match": ["name"]})
    >>> none = pd.DataFrame(columns=["doc_id", "start", "end", "surface", "alias", "organization", "rule"])
    >>> review_table(documents, none, none, gazetteer)[["kind", "alias", "organization"]].values.tolist()
    [['unlisted', 'Heritage Council', 'Heritage Council'], ['misspelling', 'Human Right Watch', 'Human Rights Watch']]
    """
    wrong = misspellings(documents, mentions, gazetteer)
    no_names = gazetteer.loc[gazetteer["ambiguous"] == "never", "alias"] if "ambiguous" in gazetteer else []
    doubtful = undecided[~undecided["alias"].isin(no_names)]
    frames = [
        _new_names(unlisted(documents, mentions, gazetteer), documents, {*wrong["written"], *gazetteer["alias"]}),
        _wrong_names(wrong, gazetteer),
        *(_known_names(doubtful[doubtful["rule"] == kind], kind, documents, gazetteer) for kind in UNDECIDED),
    ]
    table = pd.concat([frame for frame in frames if len(frame)] or frames[:1], ignore_index=True)
    counts = table[["mentions", "documents"]].astype("int64")
    return table.reindex(columns=list(COLUMNS)).astype(object).fillna("").astype("str").assign(**counts)


def _new_names(found: pd.DataFrame, documents: pd.DataFrame, others: set[str]) -> pd.DataFrame:
    """Give each name a row, and its acronym another, but for those that stand elsewhere."""
    names = found.assign(organization=found["name"], alias=found["name"], match="name", place=range(len(found)))
    acronyms = names[names["acronym"] != ""].assign(alias=lambda rows: rows["acronym"], match="exact")
    both = pd.concat([names, acronyms]).sort_values("place", kind="stable").assign(kind="unlisted")
    both = both[~both["alias"].map(plain).isin(set(map(plain, others)))]
    if "language" in documents:
        languages = documents.set_index("doc_id")["language"]
        both["language"] = [languages.get(named.partition("; ")[0]) for named in both["examples"]]
    return both


def _wrong_names(found: pd.DataFrame, gazetteer: pd.DataFrame) -> pd.DataFrame:
    known = gazetteer.drop_duplicates("alias").drop(columns="organization")
    others = [name for name in known if name not in found or name == "alias"]
    rows = found.merge(known[others], on="alias", how="left")
    return rows.assign(kind="misspelling", nearest=rows["organization"], alias=rows["written"])


def _known_names(undecided: pd.DataFrame, kind: str, documents: pd.DataFrame, gazetteer: pd.DataFrame) -> pd.DataFrame:
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    known = [name for name in ROWS if name in gazetteer]
    rows = []
    for (alias, organization), same in undecided.groupby(["alias", "organization"], sort=True):
        found = [_Place(*place) for place in zip(same["doc_id"], same["start"], same["end"], strict=True)]
        listed = gazetteer[(gazetteer["alias"] == alias) & (gazetteer["organization"] == organization)]
        said = listed[known].iloc[0].to_dict() if len(listed) else {"alias": alias, "organization": organization}
        counts = {"mentions": len(same), "documents": same["doc_id"].nunique()}
        owners = "; ".join(gazetteer.loc[gazetteer["alias"] == alias, "organization"].unique()) or organization
        rows.append({"kind": kind, **said, **counts, "contexts": examples(found, texts)[0], "nearest": owners})
    rows.sort(key=lambda row: (-row["documents"], -row["mentions"]))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def write_review(table: pd.DataFrame, path: Path | str) -> None:
    """Write the table to a CSV for a spreadsheet, where a person writes "yes" or "x" in the column accept.

    Parameters
    ----------
    table : DataFrame
        As `review_table` gives it.
    path : path
        The file to write, in UTF-8 with a byte order mark, by which Excel knows it.
    """
    write_ticking(table, path)


def read_review(path: Path | str, gazetteer: pd.DataFrame) -> pd.DataFrame:
    """Read the ticked rows of a review as rows for the gazetteer.

    Parameters
    ----------
    path : path
        A CSV as `write_review` writes it and a spreadsheet saves it (separated by commas, semicolons or tabs),
        its rows and columns in any order. Needed are the columns accept, organization, alias and match.
    gazetteer : DataFrame
        As `load_gazetteer` gives it, to which the rows are to be added.

    Returns
    -------
    DataFrame
        organization, alias, language, match, valid_from, valid_to, ambiguous (all str).

    Raises
    ------
    ReviewError
        The file cannot be read, a column is missing, or a cell is empty or not allowed; a ticked row's alias
        belongs to another organization, or is in the gazetteer already and stood here for information. Row
        numbers count the header as row 1, as a spreadsheet shows them.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "review.csv"
    >>> _ = path.write_text("accept,organization,alias,match\\nyes,Heritage Council,HC,exact\\n,Union,Union,name\\n")
    >>> read_review(path, pd.DataFrame(columns=["organization", "alias", "match"]))["alias"].tolist()
    ['HC']
    """
    path = Path(path)
    owners = {
        plain(alias): (organization, ambiguous, "the gazetteer")
        for alias, organization, ambiguous in zip(
            gazetteer["alias"],
            gazetteer["organization"],
            gazetteer.get("ambiguous", [""] * len(gazetteer)),
            strict=True,
        )
    }
    rows = []
    for number, row in _records(path):
        ticked = row["accept"].lower()
        if ticked not in YES | NO:
            raise ReviewError(
                f"{path.name}, row {number}, column accept: {row['accept']!r} is not allowed: write yes (or x) to add "
                f"the row to the gazetteer, no or nothing to leave it"
            )
        if ticked in YES:
            _refuse_bad_cells(row, f"{path.name}, row {number}")
            _refuse_anothers_alias(row, owners, f"{path.name}, row {number}")
            owners[plain(row["alias"])] = (row["organization"], row["ambiguous"], f"row {number}")
            rows.append([row[name] for name in ROWS])
    return pd.DataFrame(rows, columns=list(ROWS)).astype("str").drop_duplicates(ignore_index=True)


def _records(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a review, with an empty cell for each column that is not needed and not there."""
    try:
        for number, row in read_ticked(path, ("accept", *NEEDED)):
            cells = {name: " ".join(cell.split()) for name, cell in row.items()}
            yield number, dict.fromkeys(("kind", *ROWS), "") | cells
    except (CorpusError, OSError) as error:
        raise ReviewError(str(error)) from None


def _refuse_bad_cells(row: dict[str, str], place: str) -> None:
    for column in ("organization", "alias"):
        if not row[column]:
            raise ReviewError(f"{place}, column {column}: it is empty: fill it in, or empty the column accept")
    if not any(character.isalnum() for character in row["alias"]):
        raise ReviewError(f"{place}, column alias: {row['alias']!r} has no letter or digit and would never match")
    for column, allowed in (("match", MATCH_POLICIES), ("ambiguous", AMBIGUITIES)):
        if row[column] not in allowed:
            words = ", ".join(word or "nothing" for word in allowed)
            raise ReviewError(f"{place}, column {column}: {row[column]!r} is not allowed: write one of {words}")
    for column in ("valid_from", "valid_to"):
        if not is_date(row[column]):
            raise ReviewError(
                f"{place}, column {column}: {row[column]!r} is no date: write it as 1999, 1999-05 or "
                f"1999-05-01, or leave it empty"
            )


def _refuse_anothers_alias(row: dict[str, str], owners: dict[str, tuple[str, str, str]], place: str) -> None:
    owner, ambiguous, where = owners.get(plain(row["alias"]), ("", "", ""))
    dated = row["valid_from"] or row["valid_to"]  # whether the periods overlap is asked when the rows are added
    if owner and owner != row["organization"] and not dated and {ambiguous, row["ambiguous"]} != {"confirm"}:
        raise ReviewError(
            f"{place}, column alias: {row['alias']!r} stands for {owner!r} in {where} and for {row['organization']!r} "
            f"here: leave it to one of them, or write confirm in the column ambiguous of both"
        )
    if owner and row["kind"] in UNDECIDED:
        raise ReviewError(
            f"{place}, column accept: {row['alias']!r} is in the gazetteer and stands here for information: empty the "
            f"column accept here (nothing was added yet), and change its row in the gazetteer"
        )


def accept(rows: pd.DataFrame, path: Path | str) -> int:
    """Add rows to the end of a gazetteer's file, and change nothing else of it.

    Rows whose organization and alias are there already are left out. The new file must load; only then does it
    take the place of the old one, at once.

    Parameters
    ----------
    rows : DataFrame
        As `read_review` gives it.
    path : path
        The gazetteer's CSV.

    Returns
    -------
    int
        How many rows were added.

    Raises
    ------
    GazetteerError
        The file does not load, or would not with these rows; it is as it was.
    ReviewError
        A row says something for which the file has no column.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "organizations.csv"
    >>> _ = path.write_text("organization,alias,match\\nUnited Nations,UN,exact\\n")
    >>> rows = pd.DataFrame([("United Nations", "ONU", "exact")], columns=["organization", "alias", "match"])
    >>> accept(rows, path), accept(rows, path), load_gazetteer(path)["alias"].tolist()
    (1, 0, ['UN', 'ONU'])
    """
    path = Path(path).resolve()
    known = load_gazetteer(path)
    there = set(zip(known["organization"], known["alias"].map(_composed), strict=True))
    new = [
        row
        for row in rows.fillna("").drop_duplicates(["organization", "alias"]).to_dict("records")
        if (row["organization"], _composed(row["alias"])) not in there
    ]
    if new:
        _replace(path, _with_rows(path.read_bytes(), new, path))
    return len(new)


def _composed(text: str) -> str:
    return pd.Series([text]).str.normalize("NFC")[0].strip()


def _with_rows(data: bytes, rows: list[dict[str, str]], path: Path) -> bytes:
    """Return the file's bytes with the rows after them, in its columns and line endings."""
    ending = "\r\n" if b"\r\n" in data else "\n"
    text = data.decode("utf-8-sig")
    delimiter = delimiter_of(text.partition("\n")[0])
    names = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    added = io.StringIO(newline="")
    writer = csv.DictWriter(added, names, delimiter=delimiter, lineterminator=ending, extrasaction="ignore")
    for row in rows:
        if unknown := [name for name in DECIDING if row.get(name) and name not in names]:
            raise ReviewError(
                f"{path}: there is no column {unknown[0]!r} for {row['alias']!r} ({row[unknown[0]]}): add it to "
                f"the first line, or empty that cell of the review"
            )
        writer.writerow(row)
    between = "" if data.endswith((b"\n", b"\r")) else ending
    return data + (between + added.getvalue()).encode()


def _replace(path: Path, data: bytes) -> None:
    """Put the bytes in the file's place, unless they would not load."""
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        new.write_bytes(data)
        shutil.copymode(path, new)
        load_gazetteer(new)
        new.replace(path)
    except GazetteerError as error:
        raise GazetteerError(f"{str(error).replace(str(new), str(path))} (nothing was added)") from None
    finally:
        with suppress(FileNotFoundError):
            new.unlink()
