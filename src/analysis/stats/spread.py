"""How evenly terms are spread over the parts of a corpus."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.choices import choose
from analysis.methods import named_in_methods
from analysis.stats.checking import check_count
from analysis.stats.spread_measures import MEASURES, OF_DISTANCES, cells_of, distances_of
from analysis.text.groups import group_documents
from analysis.text.tokens import Tokens

COMMON = ("range_share", "juilland_d", "carroll_d2", "rosengren_s", "dp", "dp_norm", "kld", "da")
Parts = pd.Series | pd.DataFrame | np.ndarray | int | None


@named_in_methods
def dispersion(
    tokens: Tokens,
    terms: Collection[str] | str | None = None,
    *,
    parts: Parts = None,
    measures: Sequence[str] | str = COMMON,
    minimum: int = 1,
    dropna: bool = True,
) -> pd.DataFrame:
    """Measure how evenly each term is spread over the parts of a corpus.

    The parts are those that have a token: an empty document is no part. The formulas are those of
    `dispersion_of_counts`, and for the measures of the distances between hits (d from each hit to the next, from
    the last around to the first; n tokens, f hits):

    - arf, average reduced frequency: the sum of min(d, n / f), over n / f (Savický and Hlaváčová 2002);
    - awt, average waiting time: (1 + sum of d² / n) / 2; f_awt: n² / sum of d² (both Savický and Hlaváčová 2002);
    - ald, average logarithmic distance: sum of d log10 d / n; f_ald: n / 10^ald (both Savický and Hlaváčová 2002).

    arf, f_awt and f_ald are frequencies of which clustered hits count for less: near f for hits at equal distances,
    near 1 for hits side by side. These measures need no parts, but the documents must be in an order that means
    something, such as that of their dates.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    terms : collection of str, optional
        The terms wanted, which get a row each, in this order; case does not matter. All terms when left out, most
        frequent first.
    parts : Series or array of shape (n,), DataFrame of n rows, or int, optional
        The part of each document (such as its month), in the order of the documents. A number cuts the tokens into
        so many parts of equal size. Each document is a part when left out.
    measures : sequence of str, or str
        Those of `dispersion_of_counts`, and arf, awt, f_awt, ald, f_ald.
    minimum : int
        Terms that stand less often than this get no row, unless they were asked for.
    dropna : bool
        Whether documents with a missing part are left out; else they are a part of their own.

    Returns
    -------
    DataFrame
        term (as asked for), count (tokens), range (parts that have the term), parts, then the measures. A term that
        does not occur has a row with count 0 and missing measures.

    Raises
    ------
    ValueError
        There is no such measure; the parts are not one for each document, fewer than 1 or more than there are tokens;
        a term is none, or a phrase or pattern that is no term of the corpus; or `minimum` is negative.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["open the road", "open peace talks"]})
    >>> dispersion(tokenize(documents), ["open", "road"], measures=["dp", "dp_norm"]).values.tolist()
    [['open', 2, 2, 2, 0.0, 0.0], ['road', 1, 1, 2, 0.5, 1.0]]
    """
    measures = [measures] if isinstance(measures, str) else measures
    measures = [choose(name, [*MEASURES, *OF_DISTANCES], "measure of dispersion") for name in measures]
    check_count("minimum", minimum)
    part_of, number = _parts_of(tokens, parts, dropna)
    kept = part_of >= 0
    ids = tokens.ids[kept]
    shape = (number, len(tokens.vocabulary))
    cells = (np.ones(len(ids), dtype=np.int64), (part_of[kept], ids))
    rows = tokens.counts() if parts is None else sparse.coo_array(cells, shape=shape).tocsr()
    names, columns = _wanted(tokens, np.bincount(ids, minlength=shape[1]), terms, minimum)
    wide = sparse.hstack([rows, sparse.csr_array((number, 1), dtype=np.int64)], format="csc")
    counted = [name for name in measures if name in MEASURES]
    frame = dispersion_of_counts(wide[:, columns], np.asarray(rows.sum(axis=1)).ravel(), measures=counted)
    if len(counted) < len(measures):
        distances, found = distances_of(ids, shape[1] + 1), frame["count"].to_numpy() > 0
        with np.errstate(invalid="ignore", divide="ignore"):
            for name in set(measures) - set(counted):
                frame[name] = np.where(found, OF_DISTANCES[name](*distances)[columns], np.nan)
    frame.insert(0, "term", pd.array(names, dtype="str"))
    return frame[["term", "count", "range", "parts", *measures]]


@named_in_methods
def dispersion_of_counts(
    counts: sparse.sparray | np.ndarray, lengths: np.ndarray, *, measures: Sequence[str] | str = COMMON
) -> pd.DataFrame:
    """Measure how evenly terms are spread, from how often they stand in each part.

    Of a term that stands v times in a part of the share s of the corpus's tokens, f times in all, let o = v / f and
    p be v per token of the part; there are n parts, and sums are over them. 1 is even and 0 (or nearly) all in one
    part for:

    - range_share: parts that have the term, of all;
    - juilland_d: 1 - (sd(p) / mean(p)) / sqrt(n - 1), with the standard deviation of a population (Juilland, Brodin
      and Davidovitch 1970; of p, so for parts of unequal size too);
    - carroll_d2: the entropy of p / sum(p), over log n (Carroll 1970);
    - rosengren_s: (sum of sqrt(s v))² / f (Rosengren 1971, in the form for parts of unequal size);
    - lyne_d3: 1 - chi² / (4 f), chi² of v against f s (Lyne 1985);
    - zhang_dc: mean(sqrt(p))² / mean(p) (Zhang et al. 2004), which is rosengren_s for parts of equal size;
    - da: 1 - the mean of |p - p'| over the pairs of parts, over 2 mean(p) (Burch, Egbert and Biber 2017).

    0 is even for:

    - vc: sd(v) / mean(v), of a population, of the bare counts, so only for parts of equal size;
    - dp: half of sum |o - s| (Gries 2008: 415); dp_norm: dp / (1 - min(s)) (Lijffijt and Gries 2012), so that 1 is
      the worst; dp_norm_egbert: with the smallest s of those parts that have the term (Egbert, Burch and Biber 2020);
    - kld: sum of o log2(o / s) (Kullback-Leibler divergence; Gries 2020), with no upper bound. Others give it as
      1 / (1 + kld), exp(-kld) or 2^-kld, of which 1 is even;
    - jsd, the Jensen-Shannon divergence of o and s in bits (Lin 1991), and hellinger, sqrt(1 - sum of sqrt(o s)):
      both between 0 and 1.

    Frequencies, of which a clustered term keeps less: juilland_u, juilland_d f; carroll_um, carroll_d2 f + (1 -
    carroll_d2) sum(s v); rosengren_kf, rosengren_s f.

    Programs that call 1 even in every measure give 1 - dp, 1 - jsd and so on. With one part, those that divide by
    n - 1, log n or 1 - min(s) are missing.

    Parameters
    ----------
    counts : int array or sparse array, shape (parts, terms)
        How often each term stands in each part.
    lengths : int array, shape (parts,)
        How many tokens each part has; parts of none are left out.
    measures : sequence of str, or str
        Which of those above.

    Returns
    -------
    DataFrame
        One row a term, in their order: count, range (parts that have the term), parts, then the measures, missing
        for a term that does not occur.

    Raises
    ------
    ValueError
        There is no such measure, the shapes do not fit, or a part has more of a term than it has tokens.

    >>> dispersion_of_counts(np.array([[2], [1], [0]]), [3, 3, 3], measures=["dp_norm"]).values.tolist()
    [[3.0, 2.0, 3.0, 0.5]]
    """
    measures = [measures] if isinstance(measures, str) else measures
    measures = [choose(name, MEASURES, "measure of dispersion") for name in measures]
    cells = cells_of(counts, lengths)
    columns = {"count": cells.count.astype(np.int64), "range": cells.range, "parts": np.int64(len(cells.share))}
    with np.errstate(invalid="ignore", divide="ignore"):
        values = {name: np.where(cells.count > 0, MEASURES[name](cells), np.nan) for name in measures}
    return pd.DataFrame(columns | values, index=range(len(cells.count)))


def dp(rows: sparse.sparray | np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return the deviation of proportions of each term: 0 is even (Gries 2008, IJCL 13(4): 415).

    Parameters
    ----------
    rows : int array or sparse array, shape (parts, terms)
        How often each term stands in each part.
    lengths : int array, shape (parts,)
        How many tokens each part has; parts of none are left out.

    Returns
    -------
    float array, shape (terms,)
        Half of the sum of |v / f - s| (see `dispersion_of_counts`); missing for a term that does not occur.

    >>> dp(np.array([[2], [1], [0]]), [3, 3, 3]).round(4).tolist()
    [0.3333]
    """
    return dispersion_of_counts(rows, lengths, measures=["dp"])["dp"].to_numpy()


def dp_norm(rows: sparse.sparray | np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return the deviation of proportions, as a share of the most that it can be (Lijffijt and Gries 2012).

    Parameters
    ----------
    rows, lengths
        As `dp` takes them.

    Returns
    -------
    float array, shape (terms,)
        dp / (1 - the smallest share of a part): 0 is even, 1 all in the smallest part. Missing for a term that does
        not occur, and where there is one part only.

    >>> dp_norm(np.array([[2], [1], [0]]), [3, 3, 3]).round(4).tolist()
    [0.5]
    """
    return dispersion_of_counts(rows, lengths, measures=["dp_norm"])["dp_norm"].to_numpy()


def dp_weighted(count: np.ndarray, dp: np.ndarray) -> np.ndarray:
    """Return frequencies of which clustered terms keep less: count (1 - dp).

    It does with the deviation of proportions what Juilland's usage coefficient U = D f (Juilland, Brodin and
    Davidovitch 1970) does with D; a convenience of this package, no published measure.

    Parameters
    ----------
    count : int array
        How often each term stands.
    dp : float array
        As `dp` or `dp_norm` gives it; 0 is even.

    >>> dp_weighted(np.array([10, 10]), np.array([0.0, 0.75])).tolist()
    [10.0, 2.5]
    """
    return np.asarray(count) * (1 - np.asarray(dp, dtype=float))


def dispersion_places(tokens: Tokens, term: str) -> pd.DataFrame:
    """Return where a term stands, as shares of its document and of the corpus: the rows of a dispersion plot.

    Parameters
    ----------
    tokens : Tokens
    term : str
        Case does not matter.

    Returns
    -------
    DataFrame
        One row a hit, in the order of the corpus: doc_id, start, end (code points in the document's text), place
        (share of the document's tokens that stand before the hit, from 0 to below 1) and corpus_place (share of the
        corpus's tokens).

    Raises
    ------
    ValueError
        It is no text, or a phrase or pattern that is no term of the corpus.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "text": ["open peace", "peace talks"]})
    >>> dispersion_places(tokenize(documents), "peace")[["doc_id", "place", "corpus_place"]].values.tolist()
    [['a', 0.5, 0.25], ['b', 0.0, 0.5]]
    """
    number = _number_of(tokens, term)
    places = tokens.places(np.array([number] if number >= 0 else [], dtype=np.int64))
    document = tokens.document_of(places)
    columns = {
        "doc_id": pd.array(tokens.doc_ids[document], dtype="str"),
        "start": tokens.starts[places],
        "end": tokens.ends[places],
        "place": (places - tokens.offsets[document]) / tokens.lengths[document],
        "corpus_place": places / max(len(tokens), 1),
    }
    return pd.DataFrame(columns).astype({"start": "int64", "end": "int64"})


def _parts_of(tokens: Tokens, parts: Parts, dropna: bool) -> tuple[np.ndarray, int]:
    """Return the part of each token, or -1, and how many parts there are."""
    if parts is None:
        return tokens.documents, len(tokens.doc_ids)
    if isinstance(parts, int | np.integer):
        if parts < 1:
            raise ValueError(f"parts is {parts}: give 1 or more, or the part of each document")
        if parts > len(tokens) > 0:
            raise ValueError(f"parts is {parts}, but there are {len(tokens)} tokens: a part has one token or more")
        number = min(int(parts), max(len(tokens), 1))
        return np.arange(len(tokens)) * number // max(len(tokens), 1), number
    of_document, groups = group_documents(parts, len(tokens.doc_ids), dropna=dropna)
    return np.repeat(of_document, tokens.lengths), len(groups)


def _wanted(
    tokens: Tokens, counts: np.ndarray, terms: Collection[str] | str | None, minimum: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the terms of the rows, and their columns: one past the last for a term that does not occur."""
    if terms is None:
        chosen = np.flatnonzero(counts >= max(minimum, 1))
        chosen = chosen[np.argsort(-counts[chosen], kind="stable")]
        return tokens.vocabulary[chosen], chosen
    several = isinstance(terms, Iterable) and not isinstance(terms, str)
    names = np.array(list(terms) if several else [terms], dtype=object)
    numbers = np.array([_number_of(tokens, name) for name in names], dtype=np.int64)
    return names, np.where(numbers < 0, len(counts), numbers)


def _number_of(tokens: Tokens, term: str) -> int:
    if not isinstance(term, str) or not term.strip():
        raise ValueError(f"a term is {term!r}: give a word, such as road")
    term = term.strip()
    number = tokens.number_of(term)
    if number < 0 and set(term) & set(" *?"):
        raise ValueError(
            f"{term!r} is no term of the corpus: make a phrase one by tokens.compound([{term!r}]), or take trends or "
            "kwic, which find phrases and patterns"
        )
    return number
