"""What may be wrong with the rows of a gazetteer."""

import re
from collections.abc import Iterator
from typing import NamedTuple, Protocol

import pandas as pd

from analysis.corpus.schemas import AMBIGUITIES, MATCH_POLICIES
from analysis.discourse.addresses import address_spans
from analysis.discourse.folding import fold_all
from analysis.discourse.forms import everyday_words, is_everyday_word
from analysis.discourse.periods import first_day, last_day

CONFIRM, NEVER = "confirm", "never"
DATE = re.compile("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


class Row(Protocol):
    """A row of a gazetteer with its period."""

    valid_from: str
    valid_to: str


class Fault(NamedTuple):
    """A fault: the row in the frame's index, the column, and what is wrong and how to mend it."""

    row: int
    column: str
    message: str


def faults(gazetteer: pd.DataFrame) -> Iterator[Fault]:
    """Yield what is wrong with a gazetteer, row by row for each kind of fault.

    Parameters
    ----------
    gazetteer : DataFrame
        With the columns organization, alias, language, match, valid_from, valid_to and ambiguous, all str, and
        an index of whole numbers that tells the rows.

    >>> row = ("A", "WHO", "", "any", "", "", "")
    >>> columns = ["organization", "alias", "language", "match", "valid_from", "valid_to", "ambiguous"]
    >>> [fault.column for fault in faults(pd.DataFrame([row], columns=columns))]
    ['match']
    """
    yield from _not_allowed(gazetteer)
    good = gazetteer[gazetteer["alias"] != ""]
    folded = pd.Series(fold_all(good["alias"].str.replace("\0", " ").tolist()), index=good.index, dtype="str")
    yield from _matching_nothing(good, folded)
    yield from _matching_too_much(good, folded)
    yield from _never_confirmed(good)
    yield from _of_two_organizations(good, folded)
    yield from _told_twice(good)


def _not_allowed(gazetteer: pd.DataFrame) -> Iterator[Fault]:
    for column in ("organization", "alias"):
        for row in gazetteer.index[gazetteer[column] == ""]:
            yield Fault(row, "", f"the {column} is empty: fill it in or remove the row")
    for column, allowed in (("match", MATCH_POLICIES), ("ambiguous", AMBIGUITIES)):
        for row, value in gazetteer.loc[~gazetteer[column].isin(allowed), column].items():
            shown = ", ".join(value or "nothing" for value in allowed)
            yield Fault(row, "", f"the {column} {value!r} is not one of {shown}")
    dates = {column: gazetteer[column].map(is_date).astype(bool) for column in ("valid_from", "valid_to")}
    for column, right in dates.items():
        for row, value in gazetteer.loc[~right, column].items():
            yield Fault(row, column, f"{value!r} is no date: write 1999, 1999-05 or 1999-05-31")
    both = gazetteer[(gazetteer["valid_from"] != "") & (gazetteer["valid_to"] != "")]
    for row in both[dates["valid_from"][both.index] & dates["valid_to"][both.index]].itertuples():
        if first_day(row.valid_from) > last_day(row.valid_to):
            yield Fault(row.Index, "valid_to", f"{row.valid_to!r} is before valid_from {row.valid_from!r}")


def is_date(written: str) -> bool:
    """Say whether something is a year, a month or a day, or nothing.

    >>> is_date("1999-05"), is_date("1999-13"), is_date("")
    (True, False, True)
    """
    if written == "":
        return True
    if not DATE.fullmatch(written):
        return False
    try:
        first_day(written)
    except ValueError:
        return False
    return True


def _matching_nothing(gazetteer: pd.DataFrame, folded: pd.Series) -> Iterator[Fault]:
    nameless = ~gazetteer["alias"].str.contains(r"[^\W_]", regex=True)
    for row, alias in gazetteer.loc[nameless, "alias"].items():
        yield Fault(row, "", f"the alias {alias!r} has no letter or digit and would never match")
    split = folded.str.contains("\n", regex=False) | gazetteer["alias"].str.contains("\0", regex=False)
    for row, alias in gazetteer.loc[split & ~nameless, "alias"].items():
        yield Fault(row, "alias", f"{alias!r} holds an empty line or a NUL, and no name does: remove it")
    for row, alias in gazetteer.loc[gazetteer["alias"].str.contains(r"[@.]", regex=True), "alias"].items():
        if address_spans(alias):
            yield Fault(
                row, "alias", f"{alias!r} is an address or a user name, and no name in one is counted: remove it"
            )


def _matching_too_much(gazetteer: pd.DataFrame, folded: pd.Series) -> Iterator[Fault]:
    loose = gazetteer["match"] != "exact"
    words = folded.isin(everyday_words())
    for row in gazetteer[loose & words].itertuples():
        if row.match == "any" or is_everyday_word(row.alias):
            yield Fault(
                row.Index,
                "match",
                f"{row.alias!r} is an English word, which {row.match!r} would count too: write exact",
            )
    single = (gazetteer["match"] == "any") & (folded.str.len() == 1) & ~words
    for row, alias in gazetteer.loc[single, "alias"].items():
        yield Fault(row, "match", f"{alias!r} is one letter, which 'any' would count everywhere: write exact or more")


def _never_confirmed(gazetteer: pd.DataFrame) -> Iterator[Fault]:
    confirming = set(gazetteer.loc[gazetteer["ambiguous"] == "", "organization"])
    waiting = gazetteer[(gazetteer["ambiguous"] == CONFIRM) & ~gazetteer["organization"].isin(confirming)]
    for row in waiting.itertuples():
        yield Fault(
            row.Index,
            "ambiguous",
            f"{row.alias!r} could never be confirmed: add a row with another, unambiguous alias of "
            f"{row.organization!r}, or leave the cell empty",
        )


def _of_two_organizations(gazetteer: pd.DataFrame, folded: pd.Series) -> Iterator[Fault]:
    pairs = gazetteer.assign(form=folded)
    shared = pairs[pairs["form"].isin(pairs.loc[pairs["form"].duplicated(), "form"])]
    for _, same in shared.groupby("form", sort=False):
        if same["organization"].nunique() > 1 and not (same["ambiguous"] == CONFIRM).all():
            yield from _clashes(same)


def _told_twice(gazetteer: pd.DataFrame) -> Iterator[Fault]:
    """Tell rows of one alias of one organization that say different things; equal ones do no harm."""
    deciding = ["match", "valid_from", "valid_to", "ambiguous"]
    twice = gazetteer[gazetteer.duplicated(["organization", "alias"], keep=False)]
    for _, same in twice.groupby(["organization", "alias"], sort=False):
        first, *others = same.index
        for row in others:
            different = [name for name in deciding if same.loc[row, name] != same.loc[first, name]]
            if different:
                yield Fault(
                    row,
                    "alias",
                    f"{same.loc[row, 'alias']!r} stands in row {first + 2} already, with another "
                    f"{' and '.join(different)}: leave one of them",
                )


def _clashes(same: pd.DataFrame) -> Iterator[Fault]:
    rows = list(same.itertuples())
    for number, row in enumerate(rows):
        for other in rows[:number]:
            if other.organization == row.organization or (other.ambiguous == row.ambiguous == CONFIRM):
                continue
            if NEVER in (other.ambiguous, row.ambiguous) or overlap(other, row):
                yield Fault(
                    row.Index,
                    "alias",
                    f"{row.alias!r} stands for {row.organization!r} here and for {other.organization!r} in row "
                    f"{other.Index + 2}: leave it to one of them, write confirm into the column ambiguous of both, or "
                    "give them periods that do not overlap",
                )
                break


def overlap(one: Row, other: Row) -> bool:
    """Say whether the periods of two rows have a day in common.

    Parameters
    ----------
    one, other : object with valid_from and valid_to
        Dates as `is_date` allows them; what is none is taken for nothing.

    >>> from types import SimpleNamespace as Row
    >>> overlap(Row(valid_from="", valid_to="1999"), Row(valid_from="2000", valid_to=""))
    False
    """
    for first, second in ((one, other), (other, one)):
        ends, begins = first.valid_to, second.valid_from
        if is_date(ends) and is_date(begins) and ends and begins and last_day(ends) < first_day(begins):
            return False
    return True
