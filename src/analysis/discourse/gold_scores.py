"""Statements and one coding by hand of each document -> for how many the statements say what the person says."""

import unicodedata
from collections import Counter

import numpy as np
import pandas as pd
import regex

from analysis.choices import choose
from analysis.methods import named_in_methods
from analysis.stats.intervals import wilson_interval

NEEDED = ("doc_id", "actor", "act")
WORDS = regex.compile(r"[\p{L}\p{N}\p{M}]+")
FOUND = ("found_statement", "found_actor", "found_act", "found_either", "found_anyone")
RARE = 0.05  # of the actors may share a word that still tells one from others
# What the acts of the sample corpus's gold.csv are among those of the list of reporting verbs.
SAME_ACTS = {
    "call": ("call", "urge", "request", "ask"),
    "report": ("say", "report", "announce", "show", "explain", "describe", "confirm"),
    "reject": ("reject", "disagree"),
    "condemn": ("condemn", "criticize"),
    "offer": ("propose", "promise"),
    "order": ("demand",),
}
MEASURES = {
    "with statements": ("found_statement", None),
    "actor": ("found_actor", None),
    "act": ("found_act", None),
    "act, where the actor was found": ("found_act", "found_actor"),
    "act or second act": ("found_either", None),
    "act, whoever speaks": ("found_anyone", None),
}


@named_in_methods
def score_gold(
    statements: pd.DataFrame, gold: pd.DataFrame, documents: pd.DataFrame, confidence: float = 0.95
) -> pd.DataFrame:
    """Count for how many documents the statements give the actor and the act that a person coded.

    Parameters
    ----------
    statements, gold, documents : DataFrame
        As in `gold_hits`, where it is said what counts as found.
    confidence : float
        Of the interval, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a measure: measure, value (float64, the share), low, high (float64, Wilson's interval), found, n (int64,
        documents). The measures: with statements (any at all); actor; act (of the actor's statements); the same where
        the actor was found; act or second act; act, whoever speaks.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": [""]})
    >>> gold = pd.DataFrame({"doc_id": ["a"], "actor": ["Ana Ruiz, mayor"], "act": ["call"]})
    >>> statements = pd.DataFrame({"doc_id": ["a"], "speaker_name": ["Ruiz"], "act": ["urge"]})
    >>> score_gold(statements, gold, documents)[["measure", "value", "n"]].values.tolist()[1:3]
    [['actor', 1.0, 1], ['act', 1.0, 1]]
    """
    hits = gold_hits(statements, gold, documents)
    rows = []
    for measure, (column, given) in MEASURES.items():
        some = hits if given is None else hits[hits[given]]
        found, n = int(some[column].sum()), len(some)
        low, high = wilson_interval(np.array([found]), np.array([n]), confidence)
        rows.append((measure, found / n if n else np.nan, low[0], high[0], found, n))
    types = {"measure": "str", **dict.fromkeys(("value", "low", "high"), "float64"), "found": "int64", "n": "int64"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def gold_hits(statements: pd.DataFrame, gold: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Say of each document which of what a person coded is among its statements; the rows of misses are to be read.

    A speaker is the actor when the two names share a word that tells the actor from others, or when all words of the
    speaker's name, at least two, stand in the actor's. Words are those with a capital, whatever their accents; one
    tells actors apart when at most 5 % of the actors coded, or one, have it (a surname, or Watch of an organization,
    but not Ministry). That is tolerant: Germany counts for the Minister of Foreign Affairs of Germany, and
    a first name for another one of the same name. An act is found when one of the actor's statements has it, or one
    that means the same (`SAME_ACTS`).

    Parameters
    ----------
    statements : DataFrame
        With doc_id, speaker_name, act (str).
    gold : DataFrame
        One row a document: doc_id, actor, act and, if coded, act_also (str; empty or missing for none).
    documents : DataFrame
        With doc_id; actor, if there, is another name of the actor. Rows of gold for other documents are left out.

    Returns
    -------
    DataFrame
        One row a document, in the order of gold: doc_id, actor, act, act_also; speakers (all that were found), acts
        (those of the actor's statements), joined by "; "; found_statement, found_actor, found_act, found_either (the
        act or the second one), found_anyone (the act, of whoever) (bool).

    Raises
    ------
    ValueError
        A column is missing.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": [""]})
    >>> gold = pd.DataFrame({"doc_id": ["a"], "actor": ["Ana Ruiz, mayor"], "act": ["call"]})
    >>> statements = pd.DataFrame({"doc_id": ["a"], "speaker_name": ["Tom Lee"], "act": ["urge"]})
    >>> gold_hits(statements, gold, documents)[["speakers", "found_actor", "found_anyone"]].values.tolist()
    [['Tom Lee', False, True]]
    """
    for name in NEEDED:
        choose(name, map(str, gold.columns), "column of gold")
    coded = gold[gold["doc_id"].isin(documents["doc_id"])].reset_index(drop=True)
    coded = coded.assign(act_also=coded["act_also"].fillna("") if "act_also" in coded else "")
    names = dict(zip(documents["doc_id"], documents["actor"], strict=True)) if "actor" in documents else {}
    telling = _telling_words(coded["actor"])
    said = dict(list(statements.groupby("doc_id", sort=False)))
    none = statements.iloc[:0]
    rows = []
    for row in coded.itertuples():
        other = names.get(row.doc_id)
        actor = f"{row.actor}, {other}" if isinstance(other, str) else row.actor
        rows.append(_hits(row, actor, said.get(row.doc_id, none), telling))
    found = pd.DataFrame(rows, columns=["speakers", "acts", *FOUND])
    found = found.astype({"speakers": "str", "acts": "str"} | dict.fromkeys(FOUND, "bool"))
    return pd.concat([coded[["doc_id", "actor", "act", "act_also"]], found], axis="columns")


def _hits(row, actor: str, said: pd.DataFrame, telling: set[str]) -> tuple:
    speakers = [name for names in said["speaker_name"] for name in names.split("; ") if name]
    matching = {name for name in set(speakers) if _is_actor(name, actor, telling)}
    by_actor = [bool(matching & set(names.split("; "))) for names in said["speaker_name"]]
    acts = set(said.loc[by_actor, "act"]) - {""}
    wanted, also = _acts_of(row.act), _acts_of(row.act_also)
    return (
        "; ".join(dict.fromkeys(speakers)),
        "; ".join(sorted(acts)),
        len(said) > 0,
        bool(matching),
        bool(acts & wanted),
        bool(acts & (wanted | also)),
        bool(set(said["act"]) & wanted),
    )


def _acts_of(act: str) -> set[str]:
    return {act, *SAME_ACTS.get(act, ())} - {""}


def _is_actor(name: str, actor: str, telling: set[str]) -> bool:
    speaker, coded = _words(name), _words(actor)
    return bool(speaker & coded & telling) or (len(speaker) > 1 and speaker <= coded)


def _telling_words(actors: pd.Series) -> set[str]:
    """Return the words by which actors are told apart."""
    different = set(actors)
    most = max(1, int(RARE * len(different)))
    counts = Counter(word for actor in different for word in _words(actor))
    return {word for word, count in counts.items() if count <= most and len(word) > 2}


def _words(name: str) -> set[str]:
    """Return the words of a name that have a capital, in lower case and without accents."""
    plain = "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
    return {word.casefold() for word in WORDS.findall(plain) if word != word.lower()}
