"""By which rules the names of speakers were found, as the column name_rule says it."""

from collections.abc import Sequence

PRONOUN, AS_WRITTEN = "pronoun", "as written"
JOINED = "; "  # between the names, and the rules, of several speakers


def joined_rules(rules: Sequence[str]) -> str:
    """Write the rules of several names, in their order; one that all share once.

    >>> joined_rules(["full name", "full name"]), joined_rules(["full name", "as written"])
    ('full name', 'full name; as written')
    """
    return JOINED.join(rules if len(set(rules)) > 1 else rules[:1])
