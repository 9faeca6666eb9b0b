"""By which rules the names of speakers were found, as the column name_rule says it."""

from collections.abc import Collection, Sequence

PRONOUN, AS_WRITTEN = "pronoun", "as written"
JOINED = "; "  # between the names, and the rules, of several speakers


def joined_rules(rules: Sequence[str]) -> str:
    """Write the rules of several names, in their order; one that all share once.

    >>> joined_rules(["full name", "full name"]), joined_rules(["full name", "as written"])
    ('full name', 'full name; as written')
    """
    return JOINED.join(rules if len(set(rules)) > 1 else rules[:1])


def pronoun_rule(names: str, unnamed: Collection[str]) -> str:
    """Return the rule of a pronoun: where it stands for a mention without a name, it has none either.

    >>> pronoun_rule("Ana Ruiz", {"the minister"}), pronoun_rule("the minister", {"the minister"})
    ('pronoun', 'as written')
    """
    return joined_rules([AS_WRITTEN if name in unnamed else PRONOUN for name in names.split(JOINED)])
