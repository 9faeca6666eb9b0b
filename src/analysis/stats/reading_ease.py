"""How long the words and sentences of documents are, and the readability formulas made of that."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.choices import choose
from analysis.methods import named_in_methods
from analysis.stats.bootstrap import draw_documents, percentile_bounds, resampled_sums
from analysis.stats.checking import check_confidence, check_count, check_no_clash, draw_order
from analysis.stats.syllables import count_syllables
from analysis.text.groups import group_documents, members_of, membership
from analysis.text.sentences import split_sentences, token_sentences
from analysis.text.tokenizing import tokenize
from analysis.text.tokens import Tokens

COUNTS = ["words", "sentences", "letters", "long_words", "syllables", "polysyllables"]
COMMON = ("mean_sentence_length", "mean_word_length", "mean_word_syllables", "flesch", "flesch_kincaid", "lix")
LONG = 6
MANY = 3


@named_in_methods
def readability(
    documents: pd.DataFrame,
    by: pd.Series | pd.DataFrame | np.ndarray | None = None,
    *,
    measures: Sequence[str] | str = COMMON,
    tokens: Tokens | None = None,
    sentences: pd.DataFrame | None = None,
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
    dropna: bool = True,
) -> pd.DataFrame:
    """Measure how hard each group of documents is to read, by the length of its words and sentences.

    Readability formulas were fitted to English school texts and manuals of the middle of the 20th century. They see
    nothing but lengths: neither whether the words are known, nor what they say. Use them to compare texts of one
    kind, not as the years of school that a reader needs. The formulas are those of `readability_of_counts`.

    Parameters
    ----------
    documents : DataFrame
        n rows with doc_id and text, and if there is one, language (ISO 639-1). Documents without a language are
        taken for English.
    by : Series or array of shape (n,), or DataFrame of n rows, optional
        The group of each document, in their order; all documents are one group when left out. For a row a document,
        give `documents["doc_id"]`.
    measures : sequence of str, or str
        Of those of `readability_of_counts`.
    tokens : Tokens, optional
        Of the same documents in the same order, as `text.tokenize` gives them; else they are made.
    sentences : DataFrame, optional
        As `text.split_sentences` gives them; else they are made.
    resamples : int
        How many bootstrap samples of the documents are drawn; 0 leaves the intervals empty.
    confidence : float
        Between 0 and 1.
    seed : int
        Seed of the random draws; the same seed gives the same interval, in whatever order the documents are.
    dropna : bool
        Whether documents without a group are left out; else they are a group of their own.

    Returns
    -------
    DataFrame
        One row a group, sorted: the group's columns, documents, then words, sentences (with a word in them), letters
        (and digits), long_words (of more than 6 letters), syllables, polysyllables (words of 3 syllables or more),
        then the measures, each followed by <measure>_low and <measure>_high, the bounds of its interval by the
        percentile bootstrap over documents (Efron and Tibshirani 1993, ch. 13), missing for fewer than two documents.
        Syllables are counted by `count_syllables`, and in English only: they are missing, and with them the measures
        that need them, in a group that has a document in another language.

    Raises
    ------
    ValueError
        There is no such measure, the tokens are of other documents, or `by` has not one value for each document or
        a column that the result has too.

    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["The talks failed. Negotiations will resume in May."]})
    >>> readability(documents, measures=["ari", "lix"])[["words", "syllables", "ari", "lix"]].round(2).values.tolist()
    [[8.0, 13.0, 4.71, 16.5]]
    """
    measures = [measures] if isinstance(measures, str) else measures
    measures = [choose(name, FORMULAS, "measure of readability") for name in measures]
    check_confidence(confidence)
    check_count("resamples", resamples)
    check_count("seed", seed)
    tokens = tokenize(documents) if tokens is None else tokens
    if not np.array_equal(tokens.doc_ids, documents["doc_id"].to_numpy(dtype=object)):
        raise ValueError("tokens are of other documents, or in another order: give text.tokenize(documents)")
    sentences = split_sentences(documents) if sentences is None else sentences
    group_of, groups = group_documents(by, len(documents), dropna=dropna)
    check_no_clash(groups, ["documents", *COUNTS, *FORMULAS])
    counts = _counts_of_documents(tokens, sentences)
    if "language" in documents:
        code = documents["language"].fillna("").astype(str).str.lower().str.split("-").str[0]
        other = ~code.isin(["", "en"]).to_numpy()
        counts.loc[other, ["syllables", "polysyllables"]] = np.nan
    counts.insert(0, "documents", 1)
    summed = pd.DataFrame(membership(group_of, len(groups)) @ counts.to_numpy(), columns=counts.columns)
    values = readability_of_counts(summed, measures=measures)
    members = members_of(group_of, len(groups), draw_order(tokens.doc_ids))
    bounds = [_bounds(counts.iloc[rows], measures, resamples, confidence, seed) for rows in members]
    columns = {}
    for place, name in enumerate(measures):
        columns[name] = values[name]
        columns |= {f"{name}_{end}": [each[place, side] for each in bounds] for side, end in enumerate(("low", "high"))}
    whole = [name for name in counts if "syllables" not in name]
    measured = pd.DataFrame(columns, index=summed.index, dtype="float64")
    return pd.concat([groups, summed.astype(dict.fromkeys(whole, "int64")), measured], axis=1)


def readability_of_counts(counts: pd.DataFrame, *, measures: Sequence[str] | str = COMMON) -> pd.DataFrame:
    """Work out readability formulas from counts.

    Of W words, S sentences, L letters, Y syllables, P polysyllables (3 syllables or more) and G long words (more than
    6 letters):

    - mean_sentence_length: W / S; mean_word_length: L / W; mean_word_syllables: Y / W;
    - flesch: 206.835 - 1.015 W / S - 84.6 Y / W (Flesch 1948): the higher, the easier. In all others, the higher, the
      harder;
    - flesch_kincaid: 0.39 W / S + 11.8 Y / W - 15.59 (Kincaid et al. 1975);
    - fog: 0.4 (W / S + 100 P / W) (Gunning 1952), with all polysyllables; programs that leave out proper names,
      compounds or easy words get lower values;
    - smog: 1.043 sqrt(30 P / S) + 3.1291 (McLaughlin 1969), made for 30 sentences or more;
    - ari: 4.71 L / W + 0.5 W / S - 21.43 (Smith and Senter 1967). L leaves out punctuation, which some programs count;
    - coleman_liau: 5.88 L / W - 29.6 S / W - 15.8 (Coleman and Liau 1975);
    - lix: W / S + 100 G / W; rix: G / S (Björnsson 1968; Anderson 1983). They need no syllables.

    Parameters
    ----------
    counts : DataFrame
        With words, sentences, letters, long_words, syllables, polysyllables: those that the measures need.
    measures : sequence of str, or str
        Which of those above.

    Returns
    -------
    DataFrame
        A column a measure, float64, in the rows of `counts`; missing where there is no word or no sentence.

    Raises
    ------
    ValueError
        There is no such measure, or a column that it needs is missing.

    >>> counts = pd.DataFrame({"words": [100], "sentences": [5], "long_words": [30]})
    >>> readability_of_counts(counts, measures=["lix", "rix"]).values.tolist()
    [[50.0, 6.0]]
    """
    measures = [measures] if isinstance(measures, str) else measures
    measures = [choose(name, FORMULAS, "measure of readability") for name in measures]
    of_names = {name: counts[name].to_numpy(dtype=float) for name in COUNTS if name in counts}
    values = {}
    with np.errstate(invalid="ignore", divide="ignore"):
        for name in measures:
            needed, formula = FORMULAS[name]
            if lacking := [column for column in needed if column not in of_names]:
                raise ValueError(f"counts has no column {lacking[0]!r}, which {name} needs")
            value = formula(*[of_names[column] for column in needed])
            values[name] = np.where(np.isfinite(value), value, np.nan)
    return pd.DataFrame(values, index=counts.index, dtype="float64")


def _bounds(counts: pd.DataFrame, measures: list[str], resamples: int, confidence: float, seed: int) -> np.ndarray:
    """Return the bounds of each measure: shape (measures, 2)."""
    draws = draw_documents(len(counts), resamples, seed)
    if not len(draws):
        return np.full((len(measures), 2), np.nan)
    whole = sparse.csr_array(counts.fillna(0).to_numpy(dtype=np.int64))
    drawn = resampled_sums(whole, draws).astype(np.float64)
    drawn[:, counts.isna().any()] = np.nan  # what one document lacks, the group lacks, be it drawn or not
    values = readability_of_counts(pd.DataFrame(drawn, columns=counts.columns), measures=measures)
    return percentile_bounds(values.to_numpy(), confidence)


def _counts_of_documents(tokens: Tokens, sentences: pd.DataFrame) -> pd.DataFrame:
    letters = np.array([sum(map(str.isalnum, term)) for term in tokens.vocabulary], dtype=np.int64)
    syllables = np.array([count_syllables(term) for term in tokens.vocabulary], dtype=np.int64)
    document, n = tokens.documents, len(tokens.doc_ids)
    sentence = token_sentences(tokens, sentences)
    begin = (np.diff(sentence, prepend=-1) != 0) & (sentence >= 0)
    columns = {
        "words": tokens.lengths,
        "sentences": np.bincount(document, begin, minlength=n),
        "letters": np.bincount(document, letters[tokens.ids], minlength=n),
        "long_words": np.bincount(document, (letters > LONG)[tokens.ids], minlength=n),
        "syllables": np.bincount(document, syllables[tokens.ids], minlength=n),
        "polysyllables": np.bincount(document, (syllables >= MANY)[tokens.ids], minlength=n),
    }
    return pd.DataFrame(columns, dtype="float64")


FORMULAS: dict[str, tuple[tuple[str, ...], Callable[..., np.ndarray]]] = {
    "mean_sentence_length": (("words", "sentences"), lambda w, s: w / s),
    "mean_word_length": (("words", "letters"), lambda w, letters: letters / w),
    "mean_word_syllables": (("words", "syllables"), lambda w, y: y / w),
    "flesch": (("words", "sentences", "syllables"), lambda w, s, y: 206.835 - 1.015 * w / s - 84.6 * y / w),
    "flesch_kincaid": (("words", "sentences", "syllables"), lambda w, s, y: 0.39 * w / s + 11.8 * y / w - 15.59),
    "fog": (("words", "sentences", "polysyllables"), lambda w, s, p: 0.4 * (w / s + 100 * p / w)),
    "smog": (("sentences", "polysyllables"), lambda s, p: 1.043 * np.sqrt(30 * p / s) + 3.1291),
    "ari": (("words", "sentences", "letters"), lambda w, s, letters: 4.71 * letters / w + 0.5 * w / s - 21.43),
    "coleman_liau": (("words", "sentences", "letters"), lambda w, s, letters: (5.88 * letters - 29.6 * s) / w - 15.8),
    "lix": (("words", "sentences", "long_words"), lambda w, s, g: w / s + 100 * g / w),
    "rix": (("sentences", "long_words"), lambda s, g: g / s),
}
