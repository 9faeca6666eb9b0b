"""The list of organizations and the ways of naming them."""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pandas as pd

from analysis.corpus.schemas import AMBIGUITIES, GAZETTEER, MATCH_POLICIES, check, typed
from analysis.discourse.gazetteer_faults import Fault, faults

SHIPPED = Path(str(resources.files("analysis") / "data" / "organizations" / "organizations.csv"))
NEEDED = ("organization", "alias", "match")
OPTIONAL = ("language", "valid_from", "valid_to", "ambiguous")
DELIMITERS = (",", ";", "\t")
SPELLINGS = dict.fromkeys(("no", "false", "0"), "") | dict.fromkeys(("yes", "true", "1", "x"), "confirm")
MOST_FAULTS_SHOWN = 10


class GazetteerError(ValueError):
    """What is wrong with a gazetteer: row, column and mend."""


def load_gazetteer(path: Path | str) -> pd.DataFrame:
    """Read a gazetteer from a CSV file.

    Parameters
    ----------
    path : path
        A CSV in UTF-8, of which the cells are parted by commas, semicolons or tabs, with the columns
        organization, alias, match (exact, name or any) and, if wanted, language; valid_from and valid_to, when
        an alias was that organization's (as 1999, 1999-05 or 1999-05-31); and ambiguous: confirm, if an alias
        only counts where the document names the organization by another one too, never, if it is no name of an
        organization at all and keeps what is within it from being one. One row is one alias; the organization's
        own name is an alias only if a row says so.

    Returns
    -------
    DataFrame
        organization, alias, language, match, valid_from, valid_to, ambiguous, and the file's other columns.

    Raises
    ------
    GazetteerError
        A column is missing; a cell is empty or not allowed; an alias can match nothing, or far too much; one
        alias belongs to two organizations at one time and is not to be confirmed. Row numbers count the header
        as row 1, as a spreadsheet shows them.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "organizations.csv"
    >>> _ = path.write_text("organization,alias,match\\nUnited Nations,UN,exact\\n")
    >>> load_gazetteer(path)["alias"].tolist()
    ['UN']
    """
    path = Path(path)
    frame = _cut(_read(path), path)
    found = sorted(faults(frame))
    if found:
        raise GazetteerError("\n".join(_told(found, path)))
    frame = frame.drop_duplicates(["organization", "alias"], ignore_index=True)
    return check(typed(frame, GAZETTEER), GAZETTEER)


def _read(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise GazetteerError(f"there is no gazetteer {path}: give a CSV with the columns {', '.join(NEEDED)}")
    try:
        with path.open(encoding="utf-8-sig") as lines:
            delimiter = delimiter_of(lines.readline())
        return pd.read_csv(
            path, sep=delimiter, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False
        )
    except UnicodeDecodeError as error:
        raise GazetteerError(
            f"{path} cannot be read as CSV in UTF-8 ({error}): save it again as CSV UTF-8, as spreadsheets offer it"
        ) from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise GazetteerError(
            f"{path} cannot be read as CSV in UTF-8 ({error}): put a cell that holds a comma in double quotes"
        ) from None


def delimiter_of(header: str) -> str:
    """Say what parts the cells of a gazetteer, by its first line.

    >>> delimiter_of("organization;alias;match")
    ';'
    """
    return max(DELIMITERS, key=header.count)


def _cut(frame: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Return the rows that are not blank, with their cells composed and without white space at their ends."""
    if not isinstance(frame.index, pd.RangeIndex):
        raise GazetteerError(
            f"{path}, row 2: more cells than the header names: put a cell with a comma in double quotes"
        )
    for column in NEEDED:
        if column not in frame:
            found = ", ".join(frame.columns)
            raise GazetteerError(f"{path}: the column {column!r} is missing (columns found: {found})")
    frame = frame.fillna("").apply(lambda column: column.str.strip().str.normalize("NFC"))
    frame = frame[(frame != "").any(axis="columns")]
    frame = frame.assign(**{column: "" for column in OPTIONAL if column not in frame})
    return frame.assign(ambiguous=frame["ambiguous"].str.lower().replace(SPELLINGS))


def _told(found: list[Fault], path: Path) -> Iterator[str]:
    for fault in found[:MOST_FAULTS_SHOWN]:
        column = f", column {fault.column}" if fault.column else ""
        yield f"{path}, row {fault.row + 2}{column}: {fault.message}"
    if len(found) > MOST_FAULTS_SHOWN:
        yield f"{path}: and {len(found) - MOST_FAULTS_SHOWN:,} more rows are wrong"


def complete(gazetteer: pd.DataFrame) -> pd.DataFrame:
    """Return a gazetteer that was made by hand with all columns, and nothing missing in them.

    Parameters
    ----------
    gazetteer : DataFrame
        With organization, alias and match; an empty or missing cell of another column is no text.

    Raises
    ------
    GazetteerError
        A column is missing, or a cell of match or ambiguous is not allowed.

    >>> complete(pd.DataFrame([("UN", "UN", "exact")], columns=list(NEEDED)))["ambiguous"].tolist()
    ['']
    """
    for column in NEEDED:
        if column not in gazetteer:
            found = ", ".join(map(str, gazetteer.columns))
            raise GazetteerError(f"the gazetteer has no column {column!r} (columns found: {found})")
    filled = {name: _text(gazetteer[name]) if name in gazetteer else "" for name in (*NEEDED, *OPTIONAL)}
    whole = gazetteer.reset_index(drop=True).assign(
        **{name: cells if isinstance(cells, str) else cells.to_numpy() for name, cells in filled.items()}
    )
    for name, allowed in (("match", MATCH_POLICIES), ("ambiguous", AMBIGUITIES)):
        wrong = whole.loc[~whole[name].isin(allowed), ["alias", name]].head(1)
        for alias, value in wrong.itertuples(index=False):
            shown = ", ".join(word or "nothing" for word in allowed)
            raise GazetteerError(f"the {name} of {alias!r} is {value!r}, and not one of {shown}")
    return whole


def _text(cells: pd.Series) -> pd.Series:
    """Return cells as text, a year that was read as a number (1990.0) as it was written, and a missing one as none."""
    if pd.api.types.is_numeric_dtype(cells):
        cells = cells.astype("Int64").astype("str")
    return cells.astype(object).where(cells.notna(), "").astype("str")
