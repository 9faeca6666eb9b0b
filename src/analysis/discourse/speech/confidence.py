"""How sure a statement is: how often its rules were right in news reports coded by hand."""

from collections.abc import Mapping
from typing import Any

BY_RULE = {"speaker before": 0.7}


def confidence_of(row: Mapping[str, Any]) -> float:
    """Return the confidence of a statement.

    Parameters
    ----------
    row : mapping
        With kind, rule and name_rule.

    >>> 0 <= confidence_of({"kind": "direct", "rule": "speaker before", "name_rule": "surname"}) <= 1
    True
    """
    return BY_RULE.get(row["rule"], 0.5)
