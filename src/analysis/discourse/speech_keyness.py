"""Statements -> the words of speakers as documents and as tokens, and what one says more than another."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from analysis.discourse.named_speakers import check_speaker, holding, in_counted, named_speech, words_by_speaker
from analysis.methods import named_in_methods
from analysis.stats.keywords import keyness
from analysis.text.finding import as_hits, find
from analysis.text.joining import concatenate
from analysis.text.tokens import Tokens, cumulated

OF_STATEMENT = ["statement_id", "kind", "verb", "act", "stance", "speaker_name"]
OF_TEXT = ["text", "duplicate_of", "similarity"]  # what holds for a whole document only
Speakers = str | Collection[str]


def speech_as_documents(
    statements: pd.DataFrame, documents: pd.DataFrame, *, duplicates: str = "near", as_written: bool = False
) -> pd.DataFrame:
    """Make a document of each statement and speaker, to be cut into tokens and compared as any others.

    Statements of one document depend on each other: for keyness with intervals over the documents that they come
    from, take `speaker_keyness`.

    Parameters
    ----------
    statements : DataFrame
        As `statements` gives it; those of speakers without a name are left out.
    documents : DataFrame
        With doc_id; its other columns, as date, actor and source, are added.
    duplicates : str
        Which documents that repeat another count, as `counted_documents` takes it.
    as_written : bool
        Whether mentions that no name could be found for count as a name, as `named_speech` takes it.

    Returns
    -------
    DataFrame
        One row a statement and speaker: doc_id (the statement's, and after a slash the speaker's number where
        several speak), text (the content), statement_id, kind, verb, act, stance, speaker_name, source_doc_id and
        source_start (a token from s to e stands in that document from source_start + s to source_start + e), then
        the columns of the document.

    >>> said = pd.DataFrame({"doc_id": ["a"], "statement_id": ["a:9-18"], "start": [9], "content": ["We go now"],
    ...                      "speaker": ["Ana"], "speaker_start": [0], "speaker_end": [3], "speaker_spans": ["0:3"],
    ...                      "speaker_name": ["Ana"]})
    >>> made = speech_as_documents(said, pd.DataFrame({"doc_id": ["a"], "source": ["News"]}))
    >>> made[["doc_id", "text", "speaker_name", "source_start", "source"]].values.tolist()
    [['a:9-18', 'We go now', 'Ana', 9, 'News']]
    """
    _check_tables(statements, documents)
    pairs = in_counted(named_speech(statements, as_written=as_written), documents, duplicates)
    several = pairs["statement_id"].duplicated(keep=False)
    number = "/" + (pairs.groupby("statement_id").cumcount() + 1).astype(str)
    made = pd.DataFrame(
        {
            "doc_id": pairs["statement_id"] + number.where(several, ""),
            "text": pairs["content"],
            **{name: pairs[name] for name in OF_STATEMENT if name in pairs},
            "source_doc_id": pairs["doc_id"],
            "source_start": pairs["start"],
        }
    )
    about = documents.drop(columns=[name for name in documents if name in {*made.columns, *OF_TEXT} - {"doc_id"}])
    return made.merge(about.rename(columns={"doc_id": "source_doc_id"}), on="source_doc_id", how="left")


@named_in_methods
def speech_tokens(
    statements: pd.DataFrame,
    documents: pd.DataFrame,
    speakers: Speakers | None = None,
    *,
    quoted: bool = False,
    duplicates: str = "near",
    as_written: bool = False,
) -> Tokens:
    """Return the tokens that some speakers say, with their places in the documents.

    Parameters
    ----------
    statements : DataFrame
        As `statements` gives it; those of speakers without a name are left out.
    documents : DataFrame
        With doc_id.
    speakers : str or collection of str, optional
        Names of the column speaker_name; all when left out.
    quoted : bool
        Whether only words within quotation marks count: the speaker's own, not those of who reports.
    duplicates : str
        Which documents that repeat another count, as `counted_documents` takes it; the others have no token.
    as_written : bool
        Whether mentions that no name could be found for count as a name, as `named_speech` takes it.

    Returns
    -------
    Tokens
        Of all documents, in their order. A token that several statements have is one.

    Raises
    ------
    TypeError
        What is given first or second is no table.
    ValueError
        It has not the columns of statements or documents; or nobody of such a name speaks, and the nearest names are
        suggested.

    >>> said = pd.DataFrame({"doc_id": ["a"], "statement_id": ["a:9-18"], "kind": ["direct"], "start": [9],
    ...                      "content": ["We go now"], "speaker": ["Ana"], "speaker_start": [0], "speaker_end": [3],
    ...                      "speaker_spans": ["0:3"], "speaker_name": ["Ana"]})
    >>> speech_tokens(said, pd.DataFrame({"doc_id": ["a", "b"]}), "Ana").lengths.tolist()
    [3, 0]
    """
    _check_tables(statements, documents)
    pairs = in_counted(named_speech(statements, as_written=as_written), documents, duplicates)
    for name in _listed(speakers):
        check_speaker(name, pairs["speaker_name"])
    chosen = pairs if speakers is None else pairs[pairs["speaker_name"].isin(_listed(speakers))]
    return _as_tokens(_words(statements, chosen, quoted), documents)


@named_in_methods
def speaker_keyness(
    statements: pd.DataFrame,
    documents: pd.DataFrame,
    target: Speakers,
    reference: Speakers | None = None,
    *,
    quoted: bool = False,
    duplicates: str = "near",
    as_written: bool = False,
    **options: object,
) -> pd.DataFrame:
    """List the keywords of what one speaker says, compared with another, or with all others.

    What a side says in a document is one unit, whatever the number of its statements: the bootstrap of the log ratio
    draws documents, not statements, and `documents_target` counts documents. Both sides are drawn independently
    (`stats.keyness`), also where a document lets both speak. Indirect speech is told in the words of who reports:
    take `quoted` for the speakers' own.

    Parameters
    ----------
    statements, documents, quoted, duplicates, as_written
        As `speech_tokens` takes them.
    target, reference : str or collection of str
        Names of speakers; with no reference, all other speakers with a name, without the words that they share with
        the target. Words that target and a named reference say together are left to both.
    **options
        As `stats.keyness` takes them: measures, alpha, minimum, exclude, resamples, and others.

    Returns
    -------
    DataFrame
        As `stats.keyness` gives it.

    Raises
    ------
    ValueError
        Nobody of such a name speaks, or a name is on both sides; or as `speech_tokens` and `stats.keyness` do.

    >>> contents = ["tax tax tax tax", "peace peace peace peace"]
    >>> said = pd.DataFrame({"doc_id": ["a", "b"], "statement_id": ["a:9-24", "b:9-32"], "kind": ["direct"] * 2,
    ...                      "start": [9, 9], "content": contents, "speaker": ["Ana", "Tom"], "speaker_start": [0, 0],
    ...                      "speaker_end": [3, 3], "speaker_spans": ["0:3"] * 2, "speaker_name": ["Ana", "Tom"]})
    >>> speaker_keyness(said, pd.DataFrame({"doc_id": ["a", "b"]}), "Ana")["term"].tolist()
    ['tax']
    """
    how = {"quoted": quoted, "duplicates": duplicates, "as_written": as_written}
    both, in_target = speaker_sides(statements, documents, target, reference, **how)
    return keyness(both, in_target, ~in_target, **options)


def speaker_sides(
    statements: pd.DataFrame,
    documents: pd.DataFrame,
    target: Speakers,
    reference: Speakers | None = None,
    *,
    quoted: bool = False,
    duplicates: str = "near",
    as_written: bool = False,
) -> tuple[Tokens, np.ndarray]:
    """Return the tokens of both sides that `speaker_keyness` compares, and which are the target's.

    Parameters
    ----------
    statements, documents, target, reference, quoted, duplicates, as_written
        As `speaker_keyness` takes them.

    Returns
    -------
    (Tokens, bool array of shape (units,))
        A unit is what one side says in a document, with the places of its words there; it is named "target:" or
        "reference:" and the doc_id.

    >>> said = pd.DataFrame({"doc_id": ["a", "a"], "statement_id": ["a:9-18", "a:30-32"], "kind": ["direct"] * 2,
    ...                      "start": [9, 30], "content": ["We go now", "No"], "speaker": ["Ana", "Tom"],
    ...                      "speaker_start": [0, 21], "speaker_end": [3, 24], "speaker_spans": ["0:3", "21:24"],
    ...                      "speaker_name": ["Ana", "Tom"]})
    >>> both, in_target = speaker_sides(said, pd.DataFrame({"doc_id": ["a"]}), "Ana")
    >>> both.doc_ids.tolist(), both.lengths.tolist(), in_target.tolist()
    (['target:a', 'reference:a'], [3, 1], [True, False])
    """
    _check_tables(statements, documents)
    pairs = in_counted(named_speech(statements, as_written=as_written), documents, duplicates)
    for name in [*_listed(target), *_listed(reference)]:
        check_speaker(name, pairs["speaker_name"])
    if shared := set(_listed(target)) & set(_listed(reference)):
        raise ValueError(f"target and reference both have {sorted(shared)[0]!r}: each speaker is on one side only")
    own = _words(statements, pairs[pairs["speaker_name"].isin(_listed(target))], quoted)
    is_other = pairs["speaker_name"].isin(_listed(reference or ()))
    is_other = ~pairs["speaker_name"].isin(_listed(target)) if reference is None else is_other
    others = _words(statements, pairs[is_other], quoted)
    if reference is None:
        place = ["doc_id", "start"]
        others = others[~pd.MultiIndex.from_frame(others[place]).isin(pd.MultiIndex.from_frame(own[place]))]
    sides = {}
    for name, words in (("target", own), ("reference", others)):
        tokens = _as_tokens(words, documents)
        tokens = tokens.select(tokens.lengths > 0)
        sides[name] = tokens.renamed(np.array([f"{name}:{doc_id}" for doc_id in tokens.doc_ids], dtype=object))
    ids = np.concatenate([tokens.doc_ids for tokens in sides.values()])
    return concatenate(list(sides.values()), ids), np.arange(len(ids)) < len(sides["target"].doc_ids)


def hits_by_side(both: Tokens, in_target: np.ndarray, term: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return where the target and where the reference say a term: the rows that `speaker_keyness` counts.

    Parameters
    ----------
    both, in_target
        As `speaker_sides` gives them.
    term : str
        A term, or a query as `text.parse_query` takes it.

    Returns
    -------
    (DataFrame, DataFrame)
        One row a hit: doc_id, start, end (code points in the document), position (among what the side says there).

    >>> tokens = Tokens(np.zeros(1, dtype=np.int32), np.array([4]), np.array([6]), np.array([0, 1]),
    ...                 np.array(["target:a"], dtype=object), np.array(["go"], dtype=object))
    >>> [hits.values.tolist() for hits in hits_by_side(tokens, np.array([True]), "go")]
    [[['a', 4, 6, 0]], []]
    """
    first, last = find(both, term)
    hits = as_hits(both, first, last)
    hits["doc_id"] = hits["doc_id"].str.split(":", n=1).str[1]
    of_target = in_target[both.document_of(first)]
    return hits[of_target].reset_index(drop=True), hits[~of_target].reset_index(drop=True)


def spoken_hits(
    statements: pd.DataFrame, documents: pd.DataFrame, term: str, speakers: Speakers | None = None, **how: object
) -> pd.DataFrame:
    """Return where speakers say a term.

    Parameters
    ----------
    statements, documents, speakers, **how
        As `speech_tokens` takes them.
    term : str
        A term, or a query as `text.parse_query` takes it.

    Returns
    -------
    DataFrame
        One row a hit: doc_id, start, end (code points in the document), position (among what they say there). A
        phrase of which one part stands in one statement and one in the next is none.

    >>> said = pd.DataFrame({"doc_id": ["a"], "statement_id": ["a:9-18"], "kind": ["direct"], "start": [9],
    ...                      "end": [18], "content": ["We go now"], "speaker": ["Ana"], "speaker_start": [0],
    ...                      "speaker_end": [3], "speaker_spans": ["0:3"], "speaker_name": ["Ana"]})
    >>> spoken_hits(said, pd.DataFrame({"doc_id": ["a"]}), "go", "Ana").values.tolist()
    [['a', 12, 14, 1]]
    """
    tokens = speech_tokens(statements, documents, speakers, **how)
    said = named_speech(statements, as_written=True)
    said = said if speakers is None else said[said["speaker_name"].isin(_listed(speakers))]
    found = as_hits(tokens, *find(tokens, term)).sort_values(["doc_id", "start"], ignore_index=True)
    _, within = holding(said, found)
    return found.iloc[np.unique(within)].reset_index(drop=True)


def _check_tables(statements: object, documents: object) -> None:
    """Refuse what is no table of statements or of documents, such as tokens given first as `stats.keyness` has them."""
    for place, name, given, column in (
        ("first", "statements", statements, "statement_id"),
        ("second", "documents", documents, "doc_id"),
    ):
        if not isinstance(given, pd.DataFrame):
            raise TypeError(f"{name}: give the table study.{name} {place}, not {type(given).__name__}")
        if column not in given:
            raise ValueError(f"{name}: the table given {place} has no column {column}: give study.{name}")


def _listed(speakers: Speakers | None) -> list[str]:
    if speakers is None:
        return []
    return [speakers] if isinstance(speakers, str) else list(speakers)


def _words(statements: pd.DataFrame, pairs: pd.DataFrame, quoted: bool) -> pd.DataFrame:
    words = words_by_speaker(statements, pairs).sort_values("quoted", ascending=False, kind="stable")
    words = words.drop_duplicates(["doc_id", "start"])
    return words[words["quoted"]] if quoted else words


def _as_tokens(words: pd.DataFrame, documents: pd.DataFrame) -> Tokens:
    """Return words as the tokens of their documents, with a vocabulary of their own."""
    place = pd.Index(documents["doc_id"]).get_indexer(words["doc_id"])
    order = np.lexsort([words["start"].to_numpy(), place])
    codes = words["term"].cat.codes.to_numpy()[order]
    used, ids = np.unique(codes, return_inverse=True)
    vocabulary = words["term"].cat.categories.to_numpy(dtype=object)[used]
    starts, ends = (words[name].to_numpy(dtype=np.int32)[order] for name in ("start", "end"))
    offsets = cumulated(np.bincount(place, minlength=len(documents)))
    names = documents["doc_id"].to_numpy(dtype=object)
    return Tokens(ids.astype(np.int32), starts, ends, offsets, names, vocabulary)
