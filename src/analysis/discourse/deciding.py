"""Places where aliases stand -> mentions: by period, by what overlaps, by what else the document names."""

import numpy as np
import pandas as pd

from analysis.corpus.schemas import MENTIONS, empty, typed
from analysis.discourse.forms import CLEAR, CONFIRM, NEVER, Forms, forms
from analysis.discourse.periods import is_in_period
from analysis.text.compiling import compiled

UNDECIDED = ("unconfirmed", "out of period")
RULES = ("", "appositive", "confirmed", *UNDECIDED)  # the first stands for the rule of the match
AS_MATCHED, APPOSITIVE, CONFIRMED, UNCONFIRMED, OUT_OF_PERIOD = range(5)
NOTHING, CHOSEN, EXPLAINS = range(3)
NONE = -1
QUESTION = 2
PLURAL_RANK, COORDINATED_RANK = 1, 2  # an own form goes first


def decide(
    matches: pd.DataFrame,
    documents: pd.DataFrame,
    gazetteer: pd.DataFrame,
    searched: Forms | None = None,
    *,
    undecided: bool = False,
) -> pd.DataFrame:
    """Decide which matches are mentions, and by which rule.

    Parameters
    ----------
    matches : DataFrame
        As `match_aliases` gives them.
    documents : DataFrame
        With doc_id, and if known date (datetime64) and date_precision (day, month, year).
    gazetteer : DataFrame
        The one that was matched.
    searched : Forms, optional
        What `forms` gives for the gazetteer, to be made once for many calls.
    undecided : bool
        Whether those that are not counted are in the result: "unconfirmed" and "out of period".

    Returns
    -------
    DataFrame
        As `mentions` gives them.

    >>> from analysis.discourse.matching import match_aliases
    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["The UN Women report"]})
    >>> gazetteer = pd.DataFrame([("UN", "UN", "exact"), ("UN Women", "UN Women", "name")],
    ...                          columns=["organization", "alias", "match"])
    >>> decide(match_aliases(documents, gazetteer), documents, gazetteer)["surface"].tolist()
    ['UN Women']
    """
    if matches.empty:
        return empty(MENTIONS)
    in_period = is_in_period(matches, documents, gazetteer)
    found = _places(matches, searched or forms(gazetteer))
    decided = _confirmed(_leftmost_longest(found[in_period]))
    if undecided:
        decided = _with_those_out_of_period(decided, found[~in_period])
    else:
        decided = decided[decided["decision"] < UNCONFIRMED]
    return _named(decided, matches, gazetteer)


def _places(matches: pd.DataFrame, searched: Forms) -> pd.DataFrame:
    """Return all that decides as numbers: of the match, its document, its alias, and the kind of its form."""
    numbers = {name: matches[name].to_numpy() for name in ("start", "end", "row", "follows", "heading")}
    aliases = searched.aliases.take(matches["row"])
    rule = matches["rule"]
    return pd.DataFrame(
        {
            "match": np.arange(len(matches)),
            "document": pd.factorize(matches["doc_id"])[0],
            **numbers,
            **{name: aliases[name].to_numpy() for name in ("of", "form", "shared", "policy")},
            "rank": ((rule == "plural") * PLURAL_RANK + (rule == "coordinated") * COORDINATED_RANK).to_numpy(np.int64),
        }
    )


def _named(decided: pd.DataFrame, matches: pd.DataFrame, gazetteer: pd.DataFrame) -> pd.DataFrame:
    """Return the matches that were decided about, with their names and rules."""
    kept = matches.iloc[decided["match"]].reset_index(drop=True)
    decisions = decided["decision"].to_numpy()
    rules = kept["rule"].array.copy()
    for decision in np.unique(decisions[decisions > AS_MATCHED]):
        rules[decisions == decision] = RULES[decision]
    named = {name: gazetteer[name].astype("str").take(kept["row"]).array for name in ("alias", "organization")}
    return typed(kept.assign(**named, rule=rules)[list(MENTIONS.columns)], MENTIONS)


def _leftmost_longest(found: pd.DataFrame) -> pd.DataFrame:
    """Keep what overlaps nothing that begins before it or is longer, and say what explains the mention before it."""
    names = ("document", "start", "end", "follows", "of", "form", "shared", "rank")
    order = np.lexsort((found["row"], found["rank"], -found["end"], found["start"], found["document"]))
    ordered = found.iloc[order].reset_index(drop=True)
    sure = ((ordered["policy"] == CLEAR) & (ordered["heading"] == 0)).to_numpy()
    states, hosts = _choose(*(ordered[name].to_numpy() for name in names), sure)
    kept = np.flatnonzero(states != NOTHING)
    chosen, hosts = ordered.iloc[kept].reset_index(drop=True), hosts[kept]
    chosen["decision"] = AS_MATCHED
    chosen["explains"] = states[kept] == EXPLAINS
    for name in ("start", "form", "policy"):
        chosen[f"host_{name}"] = np.where(hosts >= 0, ordered[name].to_numpy()[hosts], NONE)
    return chosen[~chosen.duplicated(["document", "start", "of"])].reset_index(drop=True)


@compiled
def _choose(document, start, end, follows, of, form, shared, rank, sure):  # pragma: no cover - compiled
    """Go through all places from the left, of those with one begin the longest first.

    What is chosen is kept as a run of rows, since one place may stand for several organizations. A name in brackets
    right after another name of its organization has that as its host; it explains it if one of the two is sure.
    """
    states, hosts = np.zeros(len(start), dtype=np.uint8), np.full(len(start), -1)
    first, last, host_first, host_last, row = 0, 0, 0, 0, 0
    while row < len(start):
        after = row + 1
        while after < len(start) and document[after] == document[row]:
            if start[after] != start[row] or end[after] != end[row]:
                break
            after += 1
        same_document = last > first and document[first] == document[row]
        if same_document and start[row] < end[first]:
            row = after
            continue
        chosen, explains, one = False, False, row
        while one < after and not (chosen and rank[one] != rank[one - 1]):
            follows_it = same_document and follows[one] == end[first]
            if rank[one] == COORDINATED_RANK:
                if follows_it and _shares(shared, states, one, first, last, host_first, host_last):
                    states[one], chosen = CHOSEN, True
            else:
                states[one], chosen = CHOSEN, True
                for host in range(first, last if follows_it else first):
                    if of[host] == of[one] and form[host] != form[one] and states[host] != NOTHING:
                        hosts[one] = host
                        if sure[host] or sure[one]:
                            states[one], explains = EXPLAINS, True
            one += 1
        if explains:
            for other in range(row, one):
                states[other] = states[other] if states[other] == EXPLAINS else NOTHING
        if chosen:
            host_first = first if explains else 0
            host_last = last if explains else 0
            first, last = row, after
        row = after
    return states, hosts


@compiled
def _shares(shared, states, one, first, last, host_first, host_last):  # pragma: no cover - compiled
    """Say whether the mention before, or the one that it explains, begins as this one."""
    for other in range(first, last):
        if shared[other] == shared[one] and states[other] != NOTHING:
            return True
    for other in range(host_first, host_last):
        if shared[other] == shared[one] and states[other] != NOTHING:
            return True
    return False


def _confirmed(chosen: pd.DataFrame) -> pd.DataFrame:
    """Decide about aliases of several meanings, and about words of every day in lines of capitals."""
    chosen.loc[chosen["explains"], "decision"] = APPOSITIVE
    several = chosen.duplicated(["document", "start"], keep=False)
    doubtful = (chosen["policy"] != CLEAR) | (chosen["heading"] > 0) | several
    open_cases = chosen[doubtful & ~(chosen["explains"] & (chosen["policy"] != NEVER))]
    if open_cases.empty:
        return chosen
    sure = chosen.loc[~doubtful, ["document", "of"]].drop_duplicates()
    named = open_cases[["document", "of"]].merge(sure, how="left", indicator=True)["_merge"].to_numpy() == "both"
    defined = open_cases[["document", "form"]].merge(_definitions(chosen), how="left")
    by_definition = defined["organizations"].notna().to_numpy()
    right = np.where(
        by_definition,
        (defined["organizations"] == 1).to_numpy() & (defined["defined"].to_numpy() == open_cases["of"].to_numpy()),
        named,
    )
    right &= ((open_cases["policy"] != NEVER) & (open_cases["heading"] != QUESTION)).to_numpy()
    by_place = pd.Series(right, index=open_cases.index).groupby([open_cases["document"], open_cases["start"]])
    right &= by_place.transform("sum").to_numpy() == 1
    chosen.loc[open_cases.index, "decision"] = np.where(right, CONFIRMED, UNCONFIRMED)
    confirmed = chosen[chosen["decision"] == CONFIRMED]
    hosts = pd.MultiIndex.from_frame(confirmed[["document", "start", "of"]])
    hosted = pd.MultiIndex.from_frame(confirmed[["document", "host_start", "of"]]).isin(hosts)
    chosen.loc[confirmed.index[hosted], "decision"] = APPOSITIVE
    decided = chosen.iloc[np.argsort((chosen["decision"] == UNCONFIRMED).to_numpy(), kind="stable")]
    return decided.drop_duplicates(["document", "start"]).sort_values(["document", "start"])


def _definitions(chosen: pd.DataFrame) -> pd.DataFrame:
    """Return which aliases of several meanings a document explains: document, form, defined, and for how many."""
    explaining = chosen[chosen["explains"]]
    own = explaining.loc[explaining["policy"] == CONFIRM, ["document", "form", "of"]]
    hosts = explaining.loc[explaining["host_policy"] == CONFIRM, ["document", "host_form", "of"]]
    pairs = pd.concat([own, hosts.rename(columns={"host_form": "form"})]).drop_duplicates()
    told = pairs.groupby(["document", "form"], as_index=False)["of"].agg(["first", "size"])
    return told.rename(columns={"first": "defined", "size": "organizations"})


def _with_those_out_of_period(decided: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Add what overlaps nothing that was decided."""
    late = _leftmost_longest(others[others["rank"] != COORDINATED_RANK]).drop_duplicates(["document", "start"])
    taken = decided.sort_values(["document", "start"])
    keys = _keys(taken, "start")
    before = np.searchsorted(keys, _keys(late, "end")) - 1  # the last that begins before this one ends
    there = np.append(_keys(taken, "end"), -1)[before]  # -1 is before all, and stands last
    alone = there <= _keys(late, "start")
    both = pd.concat([decided, late[alone].assign(decision=OUT_OF_PERIOD)])
    return both.sort_values(["document", "start"], kind="stable")


def _keys(places: pd.DataFrame, name: str) -> np.ndarray:
    """Return numbers that sort by document, then by place."""
    return (places["document"].to_numpy(np.int64) << 32) | places[name].to_numpy(np.int64)
