"""Which two sets of documents are compared, and which terms are followed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.choices import choose
from analysis.discourse import grouping
from analysis.reports.writing import label
from analysis.study import Study

OTHERS = "all other documents"


@dataclass(frozen=True, eq=False)
class Sides:
    """The two sets of documents of a comparison.

    Attributes
    ----------
    by : str
        The column that says the side; empty when there is none.
    target, reference : str
        What they are called; empty when there are no two sets to compare.
    in_target, in_reference : bool array of shape (documents,)
        Which documents are in them.
    """

    by: str
    target: str
    reference: str
    in_target: np.ndarray
    in_reference: np.ndarray


def choose_sides(study: Study, by: str, target: str = "", reference: str = "") -> Sides:
    """Choose the two sets of documents to compare: two groups, or one and the rest.

    Parameters
    ----------
    study : Study
        The corpus.
    by : str
        The column of documents that says the group; empty when there is none.
    target, reference : str
        Two groups. With a target alone, the reference is all other documents; with neither, they are the two groups
        with most tokens; with a reference alone, the target is the largest other group.

    Raises
    ------
    ValueError
        There is no such group, both are the same, or there is no column to compare by.
    """
    nobody = np.zeros(len(study.documents), dtype=bool)
    if not by:
        if target or reference:
            raise ValueError(f"there is no column to find {target or reference!r} in: give by, such as actor")
        return Sides("", "", "", nobody, nobody)
    values = grouping(study.documents, by)
    group_of = values.map(lambda group: label(group, by), na_action="ignore").astype(object).to_numpy()
    known = pd.notna(group_of)
    sizes = pd.Series(study.tokens.lengths[known]).groupby(group_of[known]).sum()
    ranked = list(sizes.sort_values(ascending=False, kind="stable").index)
    for name in filter(None, (target, reference)):
        choose(name, ranked, f"value of {label(by)}")
    if target and target == reference:
        raise ValueError(f"target and reference are both {target!r}: choose two, or leave the reference out")
    if target and not reference:
        return Sides(by, target, OTHERS, group_of == target, group_of != target)
    free = [name for name in ranked if name not in (target, reference)]
    wanted = [target or next(iter(free), ""), reference or next(iter(free[1:]), "")]
    if not all(wanted):
        return Sides(by, "", "", nobody, nobody)
    return Sides(by, *wanted, group_of == wanted[0], group_of == wanted[1])


def strongest(keys: pd.DataFrame, top: int) -> pd.DataFrame:
    """Return the terms with the clearest evidence, as many of either side, from those of the target to the other's.

    Parameters
    ----------
    keys : DataFrame
        As `stats.keyness` gives it for both sides.
    top : int
        How many terms in all.

    >>> keys = pd.DataFrame({"term": list("abc"), "p": [0.5, 0.1, 0.2], "log_ratio": [1.0, 2.0, -1.0]})
    >>> strongest(keys, 2)["term"].tolist()
    ['b', 'c']
    """
    ranked = keys.sort_values(["p", "term"], kind="stable")
    each = (top + 1) // 2
    more, less = (ranked[side].head(each) for side in (ranked["log_ratio"] > 0, ranked["log_ratio"] < 0))
    return pd.concat([more, less]).sort_values("log_ratio", ascending=False, kind="stable").reset_index(drop=True)


def first_keyword(keys: pd.DataFrame, frequencies: pd.DataFrame, *, reference: bool = False) -> str:
    """Return the term with the clearest evidence of one side, or else the most frequent term; empty if there is none.

    Parameters
    ----------
    keys : DataFrame
        As `stats.keyness` gives it for both sides.
    frequencies : DataFrame
        As `stats.frequencies` gives it.
    reference : bool
        Whether to take the term that the reference has more often.

    >>> keys = pd.DataFrame({"term": list("abc"), "p": [0.5, 0.1, 0.2], "log_ratio": [1.0, 2.0, -1.0]})
    >>> first_keyword(keys, keys), first_keyword(keys, keys, reference=True)
    ('b', 'c')
    """
    side = keys[keys["log_ratio"] < 0] if reference else keys[keys["log_ratio"] > 0]
    ranked = side.sort_values(["p", "term"], kind="stable") if len(side) else frequencies
    return str(ranked["term"].iloc[0]) if len(ranked) else ""


def both_sides(keys: pd.DataFrame, most: int = 6) -> list[str]:
    """Return the terms with the clearest evidence, in turns of the target and of the reference.

    Parameters
    ----------
    keys : DataFrame
        As `stats.keyness` gives it for both sides.
    most : int
        How many terms.

    >>> keys = pd.DataFrame({"term": list("abc"), "p": [0.5, 0.1, 0.2], "log_ratio": [1.0, 2.0, -1.0]})
    >>> both_sides(keys, 3)
    ['b', 'c', 'a']
    """
    ranked = keys.sort_values(["p", "term"], kind="stable")
    ranked = ranked[ranked["log_ratio"] != 0]
    turn = ranked.groupby(ranked["log_ratio"] < 0).cumcount()
    return list(ranked.iloc[np.lexsort([ranked["log_ratio"] < 0, turn])]["term"].head(most))


def choose_terms(written: str | Sequence[str], otherwise: Collection[str], most: int = 6) -> list[str]:
    """Return the terms that a user has written, or else others.

    Parameters
    ----------
    written : str or sequence of str
        The terms, or text that parts them by commas, as "road, human rights, genocid*"; may be empty.
    otherwise : collection of str
        The terms to take when none is written.
    most : int
        How many to take of the others.

    >>> choose_terms(["road", "Goris, Armenia"], ["corridor"]), choose_terms([], ["corridor", "", "corridor"])
    (['road', 'Goris, Armenia'], ['corridor'])
    """
    parts = written.split(",") if isinstance(written, str) else written
    terms = list(dict.fromkeys(filter(None, map(str.strip, parts))))
    return terms or list(dict.fromkeys(filter(None, otherwise)))[:most]
