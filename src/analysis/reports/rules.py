"""The counting rule behind a number, in words, and how each mention was decided."""

import pandas as pd

from analysis.discourse import counted_documents, grouping
from analysis.reports.display import Table
from analysis.reports.openings import OpeningTable, openings
from analysis.reports.words import count_of, most
from analysis.reports.writing import label
from analysis.study import APPOSITIVE, LOCAL, Study

NEVER = "unconfirmed (never)"  # for readers; in the table of undecided mentions it is "unconfirmed" as others
RULES = {
    "exact": "The spelling of the gazetteer, capitals and all.",
    "name": "Capitalized as in the gazetteer, or all in capitals.",
    "any": "The words of the gazetteer, capitals ignored.",
    "plural": "The plural of an office or a body that there are several of.",
    "coordinated": "It shares the beginning of the name before it.",
    "confirmed": "It may mean something else; another name of the organization in the document confirms it.",
    APPOSITIVE: "In brackets right after another name of the organization.",
    LOCAL: "A shorter name that takes up a full one before it, as the Committee.",
    "unconfirmed": "It may mean something else, and nothing in the document confirms it.",
    NEVER: "The gazetteer says that it is no name of an organization.",
    "out of period": "The document is dated outside of the years in which the name was in use.",
}
NOTE = (
    "Undecided names never count. Shorter names (parameter local_names) and names in brackets after their own "
    "organization’s (parameter appositives) count only where they are asked for."
)
RESAMPLES, FEWEST_RESAMPLES = 1000, 200
DRAWS = 20_000_000


def resamples_for(documents: pd.DataFrame) -> int:
    """Return how many bootstrap samples a report draws: fewer for many documents, so that it does not take long.

    Parameters
    ----------
    documents : DataFrame
        Those that are drawn from.

    >>> resamples_for(pd.DataFrame(index=range(100))), resamples_for(pd.DataFrame(index=range(50_000)))
    (1000, 400)
    """
    return max(FEWEST_RESAMPLES, min(RESAMPLES, DRAWS // max(len(documents), 1)))


def counting_rule(documents: pd.DataFrame, mentions: pd.DataFrame | None = None, by: str = "") -> str:
    """Say over which documents something is counted, whether repeats count, and which rules made the mentions.

    Parameters
    ----------
    documents : DataFrame
        All that count.
    mentions : DataFrame, optional
        Those that count, to name their rules.
    by : str
        What the documents are grouped by; those without a value of it are not counted.

    >>> counting_rule(pd.DataFrame({"doc_id": ["a", "b"]}))
    'Counted over 2 documents, exact repeats once.'
    >>> counting_rule(pd.DataFrame({"doc_id": ["a", "b"], "source": ["News", None]}), by="source")
    'Counted over the 1 of 2 documents that have a value of source, exact repeats once.'
    """
    repeats = int((~counted_documents(documents, "near")).sum())
    again = f"{count_of(repeats, 'exact repeat')} counted too" if repeats else "exact repeats once"
    total = count_of(len(documents), "document")
    valued = int(grouping(documents, by).notna().sum()) if by else len(documents)
    over = total if valued == len(documents) else f"the {valued:,} of {total} that have a value of {label(by)}"
    text = f"Counted over {over}, {again}."
    if mentions is None or mentions.empty or "rule" not in mentions:
        return text
    used = set(mentions["rule"].dropna())
    named = [rule for rule in RULES if rule in used] + sorted(used - set(RULES))
    return f"{text} Mentions by the {'rule' if len(named) == 1 else 'rules'} {', '.join(named)}."


def rules_table(mentions: pd.DataFrame, others: pd.DataFrame, study: Study) -> Table:
    """Show by which rule the mentions count, and how many names stand there that do not.

    Parameters
    ----------
    mentions : DataFrame
        Those that count, with rule.
    others : DataFrame
        Those that do not, as `not_counted` gives them, or `Study.undecided`.
    study : Study
        The corpus, for the sentences.
    """
    parts = [(rule, True, found) for rule, found in _by_rule(mentions)]
    parts += [(rule, False, found) for rule, found in _by_rule(_never_apart(others, study.gazetteer))]
    rows = [
        (rule, RULES.get(rule, ""), counted, len(found), found["doc_id"].nunique()) for rule, counted, found in parts
    ]
    table = pd.DataFrame(rows, columns=["rule", "what it asks for", "counted", "mentions", "documents"])
    table["counted"] = table["counted"].map({True: "yes", False: "no"})
    shown = openings([{"": found} for *_, found in parts], study)
    return OpeningTable(table, _rules_finding(mentions, others), NOTE, shown)


def not_counted(mentions: pd.DataFrame, every: Study, organization: str = "") -> pd.DataFrame:
    """Return the names that stand there and do not count, with the rule that each would count by.

    Parameters
    ----------
    mentions : DataFrame
        Those that count.
    every : Study
        The same documents, loaded with local_names and appositives.
    organization : str
        Only those of this organization, if it is given.
    """
    found = pd.concat([every.mentions, every.undecided], ignore_index=True)
    if organization:
        found = found[found["organization"] == organization]
    place = ["doc_id", "start", "end"]
    counted = pd.MultiIndex.from_frame(mentions[place])
    return found[~pd.MultiIndex.from_frame(found[place]).isin(counted)].reset_index(drop=True)


def _never_apart(others: pd.DataFrame, gazetteer: pd.DataFrame) -> pd.DataFrame:
    """Tell what the gazetteer says is no name of an organization from what nothing in the document confirms."""
    if others.empty or "ambiguous" not in gazetteer:
        return others
    name = ["alias", "organization"]
    other = gazetteer["ambiguous"] != "never"
    never = pd.MultiIndex.from_frame(gazetteer.loc[~other, name]).difference(
        pd.MultiIndex.from_frame(gazetteer.loc[other, name])
    )
    is_never = (others["rule"] == "unconfirmed") & pd.MultiIndex.from_frame(others[name]).isin(never)
    return others.assign(rule=others["rule"].mask(is_never, NEVER))


def _by_rule(mentions: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Return the mentions of each rule, most first; of equals in the order of RULES."""
    if mentions.empty:
        return []
    order = {rule: number for number, rule in enumerate(RULES)}
    return sorted(mentions.groupby("rule"), key=lambda part: (-len(part[1]), order.get(part[0], len(order)), part[0]))


def _rules_finding(mentions: pd.DataFrame, others: pd.DataFrame) -> str:
    more = f"{count_of(len(others), 'name')} stood there and did not count."
    more = more if len(others) else "No other name stood there that does not count."
    if mentions.empty:
        return f"No mention counts. {more}"
    counts = mentions["rule"].value_counts().sort_index().rename(index=lambda rule: f"the rule “{rule}”")
    finding = most("mention", counts, len(mentions), verb="gave")
    return f"{finding[0].upper()}{finding[1:]} {more}"
