"""Statements -> who quotes whom, and which organizations are brought up in whose speech."""

import pandas as pd

from analysis.discourse.named_speakers import holding, in_counted, named_speech
from analysis.discourse.speech_counts import share_of_voice
from analysis.methods import named_in_methods
from analysis.stats.intervals import wilson_interval

QUOTED = [
    *("speaker_name", "statements", "words", "documents", "group_documents"),
    *("share", "share_low", "share_high", "own"),
]
SPOKEN_OF = {
    **dict.fromkeys(("speaker_name", "organization"), "str"),
    **dict.fromkeys(("mentions", "statements", "documents", "group_statements"), "int64"),
    **dict.fromkeys(("share", "share_low", "share_high"), "float64"),
    "own": "bool",
}
MENTION = ["doc_id", "start", "end"]


@named_in_methods
def who_quotes_whom(
    statements: pd.DataFrame,
    documents: pd.DataFrame,
    source: str = "source",
    *,
    duplicates: str = "near",
    as_written: bool = False,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Count, for every source, the speakers that its documents quote or report.

    Parameters
    ----------
    statements : DataFrame
        As `statements` gives it; those of speakers without a name are left out.
    documents : DataFrame
        With doc_id and the column of sources; documents without a source are left out.
    source : str
        The column of documents that says who publishes: source, or actor.
    duplicates : str
        Which documents that repeat another count, as `counted_documents` takes it.
    as_written : bool
        Whether mentions that no name could be found for count as a name, as `named_speech` takes it.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    DataFrame
        One row a source and speaker: the column of sources, speaker_name, statements, words (as `speaker_counts`
        counts them), documents (of the source that let the speaker speak), group_documents (of the source), share
        (documents / group_documents), share_low, share_high (its Wilson interval), own (bool: the source has the
        speaker's name). Sorted by source, documents, statements, then name.

    Raises
    ------
    ValueError
        There is no such column, or the counts have one of that name.

    >>> said = pd.DataFrame({"doc_id": ["a"], "statement_id": ["a:0-9"], "kind": ["direct"], "start": [0],
    ...                      "content": ["We go now"], "speaker": ["Ana"], "speaker_start": [16], "speaker_end": [19],
    ...                      "speaker_spans": ["16:19"], "speaker_name": ["Ana"]})
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "source": ["News", "News"]})
    >>> who_quotes_whom(said, documents)[["source", "speaker_name", "documents", "share"]].values.tolist()
    [['News', 'Ana', 1, 0.5]]
    """
    counts = share_of_voice(statements, documents, source, duplicates=duplicates, as_written=as_written, resamples=0)
    counts["share"] = counts["documents"] / counts["group_documents"]
    counts["share_low"], counts["share_high"] = wilson_interval(
        counts["documents"], counts["group_documents"], confidence
    )
    counts["own"] = (_folded(counts[source]) == _folded(counts["speaker_name"])).astype(bool)
    order = [source, "documents", "statements", "speaker_name"]
    return counts.sort_values(order, ascending=[True, False, False, True])[[source, *QUOTED]].reset_index(drop=True)


def mentions_in_speech(
    statements: pd.DataFrame,
    mentions: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    duplicates: str = "near",
    as_written: bool = False,
) -> pd.DataFrame:
    """Return the mentions of organizations within statements, with who says them.

    A mention that is the speaker of the statement, or within the speaker's mention (The road, the UN said, is
    closed), is not said by it.

    Parameters
    ----------
    statements : DataFrame
        As `statements` gives it; those of speakers without a name are left out.
    mentions : DataFrame
        As `mentions` gives it.
    documents : DataFrame
        With doc_id.
    duplicates : str
        Which documents that repeat another count, as `counted_documents` takes it.
    as_written : bool
        Whether mentions that no name could be found for count as a name, as `named_speech` takes it.

    Returns
    -------
    DataFrame
        One row a mention and speaker: the columns of mentions, statement_id (of the innermost statement of the
        speaker that has it), speaker_name. Sorted by document and place, then by speaker.

    >>> said = pd.DataFrame({"doc_id": ["a"], "statement_id": ["a:9-25"], "start": [9], "end": [25],
    ...                      "speaker": ["Ana"], "speaker_start": [0], "speaker_end": [3], "speaker_spans": ["0:3"],
    ...                      "speaker_name": ["Ana"]})
    >>> named = pd.DataFrame({"doc_id": ["a", "a"], "start": [13, 40], "end": [15, 42], "organization": ["UN", "UN"]})
    >>> mentions_in_speech(said, named, pd.DataFrame({"doc_id": ["a"]}))[["start", "speaker_name"]].values.tolist()
    [[13, 'Ana']]
    """
    pairs = in_counted(named_speech(statements, as_written=as_written), documents, duplicates)
    places = statements.loc[statements["statement_id"].isin(pairs["statement_id"])]
    ordered = mentions.sort_values(MENTION, ignore_index=True)
    row, column = holding(places, ordered)
    start, end = (ordered[name].to_numpy()[column] for name in ("start", "end"))
    low, high = (places[name].to_numpy()[row] for name in ("speaker_start", "speaker_end"))
    kept = (end <= low) | (start >= high)
    size = (places["end"] - places["start"]).to_numpy()[row]
    ids = places["statement_id"].to_numpy(dtype=object)[row]
    inside = pd.DataFrame({"mention": column, "statement_id": pd.array(ids, dtype="str"), "size": size})[kept]
    said = inside.merge(pairs[["statement_id", "speaker_name"]], on="statement_id")
    said = said.sort_values(["mention", "speaker_name", "size", "statement_id"])
    said = said.drop_duplicates(["mention", "speaker_name"], ignore_index=True)
    found = ordered.iloc[said["mention"]].reset_index(drop=True)
    return found.assign(statement_id=said["statement_id"], speaker_name=said["speaker_name"])


@named_in_methods
def organizations_in_speech(
    statements: pd.DataFrame,
    mentions: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    duplicates: str = "near",
    as_written: bool = False,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Count which organizations each speaker brings up in the statements that are given as the speaker's.

    The interval is Wilson's (1927), which takes statements as independent: those of one document are not.

    Parameters
    ----------
    statements, mentions, documents, duplicates, as_written
        As `mentions_in_speech` takes them.
    confidence : float
        Between 0 and 1.

    Returns
    -------
    DataFrame
        One row a speaker and organization: speaker_name, organization, mentions, statements (that have one),
        documents, group_statements (of the speaker), share (statements / group_statements), share_low, share_high,
        own (bool: the organization is the speaker). Sorted by speaker, statements, mentions, then organization.

    >>> said = pd.DataFrame({"doc_id": ["a"], "statement_id": ["a:9-25"], "start": [9], "end": [25],
    ...                      "speaker": ["Ana"], "speaker_start": [0], "speaker_end": [3], "speaker_spans": ["0:3"],
    ...                      "speaker_name": ["Ana"]})
    >>> named = pd.DataFrame({"doc_id": ["a", "a"], "start": [13, 40], "end": [15, 42], "organization": ["UN", "UN"]})
    >>> found = organizations_in_speech(said, named, pd.DataFrame({"doc_id": ["a"]}))
    >>> found[["speaker_name", "organization", "mentions", "share"]].values.tolist()
    [['Ana', 'UN', 1, 1.0]]
    """
    options = {"duplicates": duplicates, "as_written": as_written}
    found = mentions_in_speech(statements, mentions, documents, **options)
    pairs = in_counted(named_speech(statements, as_written=as_written), documents, duplicates)
    rows = found.groupby(["speaker_name", "organization"])
    counts = rows.agg(
        mentions=("doc_id", "size"), statements=("statement_id", "nunique"), documents=("doc_id", "nunique")
    ).reset_index()
    of_speaker = pairs["speaker_name"].value_counts()
    counts["group_statements"] = of_speaker.reindex(counts["speaker_name"], fill_value=0).to_numpy()
    counts["share"] = counts["statements"] / counts["group_statements"]
    counts["share_low"], counts["share_high"] = wilson_interval(
        counts["statements"], counts["group_statements"], confidence
    )
    counts["own"] = _folded(counts["speaker_name"]) == _folded(counts["organization"])
    order = ["speaker_name", "statements", "mentions", "organization"]
    ordered = counts.sort_values(order, ascending=[True, False, False, True], ignore_index=True)
    return ordered[list(SPOKEN_OF)].astype(SPOKEN_OF)


def _folded(names: pd.Series) -> pd.Series:
    return names.astype(str).str.casefold()
