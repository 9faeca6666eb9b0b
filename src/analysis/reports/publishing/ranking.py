"""The organizations that are named most, and the speakers who are heard most: whom there is one report each of."""

from collections.abc import Callable

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
    order = counts.sort_values(["documents", "mentions", "organization"], ascending=[False, False, True])
    return order.loc[order["mentions"] >= at_least, "organization"].head(len(order) if top is None else top).tolist()


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
    order = counts.sort_values(["documents", "statements", "speaker_name"], ascending=[False, False, True])
    return order.loc[order["statements"] >= at_least, "speaker_name"].head(len(order) if top is None else top).tolist()


FIRST: dict[str, Callable[[Study, int | None, int], list[str]]] = {"organization": most_named, "speaker": most_heard}
