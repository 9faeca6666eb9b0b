"""How sure a statement is: how often its rule was right in news reports coded by hand."""

import csv
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

FEWEST = 20  # statements of a kind, for a figure of their own
UNKNOWN = 0.5
PARSED = " (parse)"


def confidence_of(rule: str, kind: str) -> float:
    """Return the confidence of a statement: (right + 1) / (of + 2), Laplace's rule of succession.

    Parameters
    ----------
    rule : str
        How it was found.
    kind : str
        direct, mixed or indirect.

    Returns
    -------
    float
        Between 0 and 1; one half for a rule without counts.

    >>> confidence_of("speaker after", "direct") > confidence_of("running speaker", "direct")
    True
    """
    found = rule.removesuffix(PARSED)
    right, of = _counts().get((found, kind), (0, 0))
    if of < FEWEST:
        right, of = _counts().get((found, ""), (0, 0))
    return (right + 1) / (of + 2) if of else UNKNOWN


@lru_cache
def _counts() -> Mapping[tuple[str, str], tuple[int, int]]:
    path = files("analysis") / "data" / "statements" / "confidence.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["rule"], row["kind"]): (int(row["right"]), int(row["of"])) for row in csv.DictReader(file)}
