"""The organizations that are named most, and the speakers who are heard most: whom there is one report each of."""

from collections.abc import Callable

import pandas as pd

from analysis.study import Study


def most_named(study: Study, top: int | None = None, at_least: int = 1) -> list[str]:
    """Return the organizations that most documents name.

    Parameters
    ----------
    study : Study
        The corpus, or the part of it that counts.
    top : int, optional
        How many to return, at most; all when left out.
    at_least : int
        How many mentions each must have.
    """
    from analysis.discourse import mention_counts

    counts = mention_counts(study.mentions, study.documents, duplicates="all", resamples=0)
    return _first(counts, "organization", "mentions", top, at_least)


def most_heard(study: Study, top: int | None = None, at_least: int = 1) -> list[str]:
    """Return the speakers with a name who speak in most documents.

    Parameters
    ----------
    study : Study
        The corpus, or the part of it that counts.
    top : int, optional
        How many to return, at most; all when left out.
    at_least : int
        How many statements each must make.
    """
    from analysis.discourse import speaker_counts

    counts = speaker_counts(study.statements, study.documents, duplicates="all", resamples=0)
    return _first(counts, "speaker_name", "statements", top, at_least)


def _first(counts: pd.DataFrame, name: str, count: str, top: int | None, at_least: int) -> list[str]:
    """Return the names with most documents, of those with the most of a count, of those by the alphabet."""
    order = counts.sort_values(["documents", count, name], ascending=[False, False, True])
    return order.loc[order[count] >= at_least, name].head(len(order) if top is None else top).tolist()


FIRST: dict[str, Callable[[Study, int | None, int], list[str]]] = {"organization": most_named, "speaker": most_heard}
