"""Statements whose speaker is I or we -> the name of whoever the document is by."""

import pandas as pd

from analysis.discourse.speech.lists import BIT, language_codes, read_language

RULE = "first person"


def with_authors(statements: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Resolve I and we, outside of quotations, to the actor of the document.

    Parameters
    ----------
    statements : DataFrame
        As `statements` gives it.
    documents : DataFrame
        With doc_id and, if known, actor (str): who speaks in the document.

    Returns
    -------
    DataFrame
        The statements; those of an I or we without a name have the actor's, with the name_rule first person.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "actor": ["Ana Ruiz"]})
    >>> said = pd.DataFrame({"doc_id": ["a"], "speaker": ["I"], "speaker_name": [""], "name_rule": [""]})
    >>> with_authors(said, documents)["speaker_name"].tolist()
    ['Ana Ruiz']
    """
    if "actor" not in documents or statements.empty:
        return statements
    actors = documents.set_index("doc_id")["actor"].fillna("")
    named = statements["doc_id"].map(actors).fillna("")
    own = statements["speaker"].str.lower().isin(_first_persons()) & (statements["speaker_name"] == "") & (named != "")
    return statements.assign(
        speaker_name=statements["speaker_name"].where(~own, named),
        name_rule=statements["name_rule"].where(~own, RULE),
    )


def _first_persons() -> set[str]:
    return {
        word
        for code in language_codes()
        for word, classes in read_language(code).classes.items()
        if classes & BIT["first person"]
    }
