"""Documents -> mentions of organizations, by the aliases of a gazetteer."""

import numpy as np
import pandas as pd

from analysis.discourse import shortened
from analysis.discourse.deciding import decide
from analysis.discourse.forms import forms
from analysis.discourse.gazetteer import complete
from analysis.discourse.matching import match_aliases
from analysis.methods import named_in_methods


@named_in_methods
def mentions(
    documents: pd.DataFrame, gazetteer: pd.DataFrame, *, local_names: bool = False, undecided: bool = False
) -> pd.DataFrame:
    """Find every mention of an organization, and say by which rule it counts.

    An alias stands as whole words, whatever white space (but no empty line), invisible mark, accent, kind of
    apostrophe, quotation mark or hyphen is within it, also divided at a line's end, and with dots between its
    capitals. Nothing in an address of the web, of mail or of a user (@UN) is a mention. A possessive ending, and
    particles of Arabic, Hebrew and Korean that are written on to a name, stay outside. Of mentions that overlap,
    the leftmost counts, and of those the longest. The rules:

    - exact, name, any: its case fits, as the alias asks: the very same; capitalized words are capitalized here
      too, or all letters are capitals; ignored.
    - plural: of an office or a body that there are several of, as special rapporteurs.
    - coordinated: it shares the beginning of the name before: the UN Human Rights Council and Security Council.
    - confirmed: another alias in the document says that this one, which may mean something else, is meant: it is
      marked ambiguous, or a word of every day (WHO) in a line of capitals.
    - appositive: it stands in brackets right after another mention of its organization.
    - local (if asked for): a shorter name after the full one, as the Committee.
    - unconfirmed, out of period (if asked for): not counted, since nothing confirms it, or by the document's date.

    Parameters
    ----------
    documents : DataFrame
        With the columns doc_id (str) and text (str), and if known date (datetime64) and date_precision (day,
        month, year).
    gazetteer : DataFrame
        As `load_gazetteer` gives it; organization, alias and match are enough.
    local_names : bool
        Whether shorter names are looked for that the gazetteer does not know.
    undecided : bool
        Whether aliases that stand there and do not count are in the result.

    Returns
    -------
    DataFrame
        One row a mention: doc_id, start, end, surface (text[start:end]), alias, organization, rule.

    Raises
    ------
    GazetteerError
        A column of the gazetteer is missing, or a policy is none.
    ValueError
        Two documents have one doc_id, or one has no text.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["The U.N.’s envoy, who is here, left."]})
    >>> gazetteer = pd.DataFrame([("United Nations", "UN", "en", "exact"),
    ...                           ("World Health Organization", "WHO", "en", "exact")],
    ...                          columns=["organization", "alias", "language", "match"])
    >>> mentions(documents, gazetteer)["surface"].tolist()
    ['U.N.']
    """
    found = _found(documents, gazetteer, undecided)
    if not local_names:
        return found
    return with_local_names(found, _readable(documents), complete(gazetteer))


def own_organizations(documents: pd.DataFrame, gazetteer: pd.DataFrame) -> pd.DataFrame:
    """Return the organizations that documents are of: one of their aliases stands in the document's actor.

    Parameters
    ----------
    documents : DataFrame
        With doc_id and actor; those without an actor are of none.
    gazetteer : DataFrame
        As `load_gazetteer` gives it; organization, alias and match are enough.

    Returns
    -------
    DataFrame
        doc_id, actor and organization, each row once.

    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "actor": ["UN", "Holy See"]})
    >>> gazetteer = pd.DataFrame([("United Nations", "UN", "exact")], columns=["organization", "alias", "match"])
    >>> own_organizations(documents, gazetteer).values.tolist()
    [['a', 'UN', 'United Nations']]
    """
    known = documents.loc[documents["actor"].notna(), ["doc_id", "actor"]].astype({"doc_id": "str"})
    named = _found(known.rename(columns={"actor": "text"}), gazetteer)
    own = named[["doc_id", "organization"]].drop_duplicates()
    return own.merge(known, on="doc_id")[["doc_id", "actor", "organization"]]


def _found(documents: pd.DataFrame, gazetteer: pd.DataFrame, undecided: bool = False) -> pd.DataFrame:
    documents, gazetteer = _readable(documents), complete(gazetteer)
    searched = forms(gazetteer)
    return decide(match_aliases(documents, gazetteer, searched), documents, gazetteer, searched, undecided=undecided)


def _readable(documents: pd.DataFrame) -> pd.DataFrame:
    """Return documents whose ids are text, each its own, and which all have a text."""
    documents = documents.assign(doc_id=documents["doc_id"].astype("str"))
    twice = documents.loc[documents["doc_id"].duplicated(), "doc_id"]
    if len(twice):
        raise ValueError(f"two documents have the doc_id {twice.iloc[0]!r}: give each its own")
    without = documents.loc[[not isinstance(text, str) for text in documents["text"]], "doc_id"]
    if len(without):
        raise ValueError(f"the document {without.iloc[0]!r} has no text: leave it out, or give it an empty one")
    return documents


def with_local_names(
    found: pd.DataFrame,
    documents: pd.DataFrame,
    gazetteer: pd.DataFrame,
    searched: shortened.LocalForms | None = None,
) -> pd.DataFrame:
    """Add to mentions the shorter names that take them up, in the order of the documents.

    Parameters
    ----------
    found : DataFrame
        As `mentions` gives it for these documents; undecided ones may be among them.
    documents, gazetteer : DataFrame
        As `mentions` takes them.
    searched : LocalForms, optional
        The same gazetteer, as `local_forms` gives it; made if it is needed and not given.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Amnesty wrote."]})
    >>> gazetteer = pd.DataFrame([("A", "Amnesty", "name")], columns=["organization", "alias", "match"])
    >>> with_local_names(mentions(documents, gazetteer), documents, gazetteer)["surface"].tolist()
    ['Amnesty']
    """
    both = pd.concat([found, shortened.local_names(documents, found, gazetteer, searched)], ignore_index=True)
    order = pd.Index(documents["doc_id"]).get_indexer(both["doc_id"])
    return both.iloc[np.lexsort((both["start"], order))].reset_index(drop=True)
