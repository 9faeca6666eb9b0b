"""The list of organizations and the ways of naming them."""

from pathlib import Path

import pandas as pd

from analysis.corpus.schemas import GAZETTEER, MATCH_POLICIES, check, typed
from analysis.discourse.folding import fold_with_index


class GazetteerError(ValueError):
    """What is wrong with a gazetteer: row, column and mend."""


def load_gazetteer(path: Path | str) -> pd.DataFrame:
    """Read a gazetteer from a CSV file.

    Parameters
    ----------
    path : path
        A CSV in UTF-8 with the columns organization, alias, match (exact, name or any) and, if wanted,
        language. One row is one alias; the organization's own name is an alias only if a row says so.

    Returns
    -------
    DataFrame
        organization, alias, language, match, and the file's other columns.

    Raises
    ------
    GazetteerError
        A column is missing, a cell is empty or not allowed, or one alias belongs to two organizations. Row
        numbers count the header as row 1, as a spreadsheet shows them.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "organizations.csv"
    >>> _ = path.write_text("organization,alias,match\\nUnited Nations,UN,exact\\n")
    >>> load_gazetteer(path)["alias"].tolist()
    ['UN']
    """
    path = Path(path)
    if not path.is_file():
        raise GazetteerError(f"there is no gazetteer {path}: give a CSV with the columns organization, alias, match")
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise GazetteerError(f"{path} cannot be read as CSV in UTF-8 ({error})") from None
    if not isinstance(frame.index, pd.RangeIndex):
        raise GazetteerError(
            f"{path}, row 2: more cells than the header names: put a cell with a comma in double quotes"
        )
    for column in ("organization", "alias", "match"):
        if column not in frame:
            found = ", ".join(frame.columns)
            raise GazetteerError(f"{path}: the column {column!r} is missing (columns found: {found})")
    frame = frame.fillna("").apply(lambda column: column.str.strip().str.normalize("NFC"))
    frame = frame[(frame != "").any(axis="columns")]
    _refuse_bad_cells(frame, path)
    _refuse_shared_aliases(frame, path)
    frame = frame.assign(language=frame.get("language", ""))
    return check(typed(frame.drop_duplicates("alias", ignore_index=True), GAZETTEER), GAZETTEER)


def _refuse_bad_cells(frame: pd.DataFrame, path: Path) -> None:
    for row in frame.itertuples():
        place = f"{path}, row {row.Index + 2}"
        for column in ("organization", "alias"):
            if not getattr(row, column):
                raise GazetteerError(f"{place}: the {column} is empty: fill it in or remove the row")
        if row.match not in MATCH_POLICIES:
            allowed = ", ".join(MATCH_POLICIES)
            raise GazetteerError(f"{place}: the match {row.match!r} is not one of {allowed}")
        if not any(character.isalnum() for character in row.alias):
            raise GazetteerError(f"{place}: the alias {row.alias!r} has no letter or digit and would never match")


def _refuse_shared_aliases(frame: pd.DataFrame, path: Path) -> None:
    folded = frame["alias"].map(lambda alias: fold_with_index(alias)[0])
    for _, same in frame.groupby(folded, sort=False):
        if same["organization"].nunique() > 1:
            first, second, *_ = same.drop_duplicates("organization").itertuples()
            raise GazetteerError(
                f"{path}, row {second.Index + 2}, column alias: {second.alias!r} stands for {second.organization!r} "
                f"here and for {first.organization!r} in row {first.Index + 2}: leave it to one of them"
            )
