"""Two codings of the same documents -> how far they agree: on what is a statement, and on who says it and how."""

from collections.abc import Callable, Collection, Iterable, Sequence

import numpy as np
import pandas as pd
from nltk.metrics.agreement import AnnotationTask
from scipy import sparse

from analysis.choices import choose
from analysis.methods import named_in_methods
from analysis.stats.bootstrap import draw_documents, percentile_bounds, resampled_sums
from analysis.stats.checking import check_confidence
from analysis.stats.intervals import wilson_interval

FIELDS = ("kind", "speaker_name", "act")
SPAN, WITH_SPEAKER = "span", "span and speaker"
MATCHED, ALL = "matched", "all"
NO_STATEMENT = "NO STATEMENT"  # capitals, in which no label is compared
MOST_LABELS = 1000  # nltk takes time with their square
COLUMNS = {"measure": "str", "field": "str", "units": "str"} | dict.fromkeys(("value", "low", "high"), "float64")
COLUMNS |= {"n": "int64"}


@named_in_methods
def compare_codings(
    first: pd.DataFrame,
    second: pd.DataFrame,
    *,
    doc_ids: Collection[str] | None = None,
    fields: Sequence[str] = FIELDS,
    least_overlap: float = 0.5,
    confidence: float = 0.95,
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare two codings of the same documents: the machine's with a person's, or those of two persons.

    Statements are matched one to one by `match_codings`. Precision is the share of the first coding's statements
    that the second has too, recall the share of the second's that the first has; let the second be the one that is
    held to be right. F1 is their harmonic mean, 2 × matched / (statements of both), and the same whichever comes
    first. A speaker is right when both codings give the same names, whatever their case and order; two empty ones are
    the same, as both say that the speaker is unknown.

    Cohen's κ (1960, Educational and Psychological Measurement 20: 37-46) and Krippendorff's α for nominal data (2011,
    Computing Krippendorff's Alpha-Reliability), both by nltk.metrics.agreement, are given twice. On the units
    "matched" they say how alike the statements are labeled that both codings have; what one of them missed does not
    count, so that they flatter codings that share little. On "all" units a statement that one coding lacks has a label
    of its own there, no statement. No passage can have it from both, as nobody counts the passages that are no
    statement, so that κ and α are harsh there, and may fall below 0. Neither says how well the spans agree, which
    precision, recall and F1 do. Where every label is the same κ and α are undefined (NaN).

    Parameters
    ----------
    first, second : DataFrame
        Statements, as `statements` or `coded_statements` gives them: doc_id (str), start, end (int, code points), and
        the `fields` (str).
    doc_ids : collection of str, optional
        The documents that both looked at, those in which they found nothing too; left out, all documents of either.
    fields : sequence of str
        Which labels to compare.
    least_overlap : float
        As in `match_codings`.
    confidence : float
        Of the intervals, between 0 and 1.
    resamples : int
        How many bootstrap samples of documents are drawn for F1, κ and α.
    seed : int
        Seed of the random draws.

    Returns
    -------
    DataFrame
        One row a measure: measure (precision, recall, f1, kappa, alpha), field (span; span and speaker, if speaker_name
        is among the fields; each of the fields), units (all or matched), value, low, high (float64), n (int64, the
        statements that the value rests on). Intervals of precision and recall are Wilson's, which takes statements as
        independent; those of the others are by the bootstrap over documents (too narrow for fewer than ten, NaN for
        one).

    Raises
    ------
    ValueError
        A column is missing, or a number is out of its range.

    >>> first = pd.DataFrame({"doc_id": ["a", "a"], "start": [0, 20], "end": [10, 30], "act": ["say", "deny"]})
    >>> second = pd.DataFrame({"doc_id": ["a"], "start": [0], "end": [9], "act": ["say"]})
    >>> compare_codings(first, second, fields=["act"]).head(3)[["measure", "value", "n"]].values.tolist()
    [['precision', 0.5, 2], ['recall', 1.0, 1], ['f1', 0.6666666666666666, 3]]
    """
    check_confidence(confidence)
    for frame in (first, second):
        for name in ("doc_id", "start", "end", *fields):
            choose(name, map(str, frame.columns), "column")
    names = sorted({*first["doc_id"], *second["doc_id"]} if doc_ids is None else set(doc_ids))
    first, second = (frame[frame["doc_id"].isin(names)].reset_index(drop=True) for frame in (first, second))
    pairs = match_codings(first, second, least_overlap=least_overlap)
    draws = draw_documents(len(names), resamples, seed)
    units = _units(first, second, pairs, names, fields)
    rows = _span_rows(units, len(names), draws, confidence, "speaker_name" in fields)
    for field in fields:
        for which in (MATCHED, ALL):
            some = units[units["matched"]] if which == MATCHED else units
            rows += _label_rows(some, field, which, len(names), draws, confidence)
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


@named_in_methods
def match_codings(first: pd.DataFrame, second: pd.DataFrame, *, least_overlap: float = 0.5) -> pd.DataFrame:
    """Match the statements of two codings one to one, by the characters that they share.

    The overlap of two spans is the number of characters in both by that of characters in either (Jaccard). The pair
    that overlaps most is matched first, then that of those left, and so on; of equal pairs the earlier one.

    Parameters
    ----------
    first, second : DataFrame
        With doc_id (str), start and end (int, code points).
    least_overlap : float
        Pairs with less are none; above 0, at most 1 (the same span).

    Returns
    -------
    DataFrame
        One row a pair, by first: first, second (int64, positions of the rows in the frames), overlap (float64).

    Raises
    ------
    ValueError
        `least_overlap` is out of its range.

    >>> first = pd.DataFrame({"doc_id": ["a", "a"], "start": [0, 12], "end": [10, 20]})
    >>> second = pd.DataFrame({"doc_id": ["a", "b"], "start": [12, 0], "end": [22, 10]})
    >>> match_codings(first, second).values.tolist()
    [[1.0, 0.0, 0.8]]
    """
    if not 0 < least_overlap <= 1:
        raise ValueError(f"least_overlap is {least_overlap}: it must lie above 0 and be at most 1, as 0.5")
    others = dict(_places(second))
    candidates: list[tuple[float, int, int]] = []
    for doc_id, places in _places(first):
        if doc_id in others:
            candidates += _candidates(places, others[doc_id], least_overlap)
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for share, one, other in sorted(candidates, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if one not in taken[0] and other not in taken[1]:
            taken[0].add(one)
            taken[1].add(other)
            pairs.append((one, other, share))
    types = {"first": "int64", "second": "int64", "overlap": "float64"}
    return pd.DataFrame(sorted(pairs), columns=list(types)).astype(types)


def _places(coding: pd.DataFrame) -> Iterable[tuple[str, np.ndarray]]:
    """Yield the places of each document by start: rows of position in the frame, start and end."""
    places = np.column_stack([np.arange(len(coding)), coding["start"], coding["end"]]).astype(np.int64)
    for doc_id, rows in coding.groupby("doc_id", sort=False).indices.items():
        yield doc_id, places[rows[np.argsort(places[rows, 1], kind="stable")]]


def _candidates(places: np.ndarray, others: np.ndarray, least: float) -> list[tuple[float, int, int]]:
    """Return the pairs that overlap enough, of one document."""
    longest = int((others[:, 2] - others[:, 1]).max())
    firsts = np.searchsorted(others[:, 1], places[:, 1] - longest)
    lasts = np.searchsorted(others[:, 1], places[:, 2])
    found = []
    for (row, start, end), first, last in zip(places.tolist(), firsts, lasts, strict=True):
        near = others[first:last]
        both = np.minimum(near[:, 2], end) - np.maximum(near[:, 1], start)
        either = np.maximum(near[:, 2], end) - np.minimum(near[:, 1], start)
        share = np.maximum(both, 0) / np.maximum(either, 1)
        enough = share >= least
        found += [(float(part), row, int(other)) for part, other in zip(share[enough], near[enough, 0], strict=True)]
    return found


def _units(
    first: pd.DataFrame, second: pd.DataFrame, pairs: pd.DataFrame, names: list[str], fields: Sequence[str]
) -> pd.DataFrame:
    """Return one row for each pair and each statement without a partner, with both labels of each field."""
    alone = [~np.isin(np.arange(len(frame)), pairs[side]) for frame, side in ((first, "first"), (second, "second"))]
    sides = [
        (first.iloc[pairs["first"]], second.iloc[pairs["second"]]),
        (first[alone[0]], None),
        (None, second[alone[1]]),
    ]
    parts = []
    for one, other in sides:
        given = one if one is not None else other
        part = pd.DataFrame({"document": pd.Index(names).get_indexer(given["doc_id"])})
        for field in fields:
            for name, frame in (("first", one), ("second", other)):
                labels = [NO_STATEMENT] * len(part) if frame is None else [_label(cell, field) for cell in frame[field]]
                part[f"{field} {name}"] = pd.Series(labels, dtype=object)
        parts.append(part.assign(in_first=one is not None, in_second=other is not None))
    units = pd.concat(parts, ignore_index=True)
    return units.assign(matched=units["in_first"] & units["in_second"])


def _label(cell: object, field: str) -> str:
    """Write a label as it is compared: whatever its case, and the names of several speakers in any order."""
    words = " ".join(str(cell).casefold().split()) if isinstance(cell, str) else ""
    return "; ".join(sorted({name.strip() for name in words.split(";")} - {""})) if field == "speaker_name" else words


def _span_rows(
    units: pd.DataFrame, documents: int, draws: np.ndarray, confidence: float, with_speakers: bool
) -> list[tuple]:
    hits = {SPAN: units["matched"].to_numpy()}
    if with_speakers:
        hits[WITH_SPEAKER] = hits[SPAN] & (units["speaker_name first"] == units["speaker_name second"]).to_numpy()
    rows: list[tuple] = []
    for field, hit in hits.items():
        for measure, side in (("precision", "in_first"), ("recall", "in_second")):
            n = int(units[side].sum())
            low, high = wilson_interval(np.array([hit.sum()]), np.array([n]), confidence)
            rows.append((measure, field, ALL, hit.sum() / n if n else np.nan, low[0], high[0], n))
        counts = np.column_stack([2 * hit, units["in_first"].astype(int) + units["in_second"].astype(int)])
        value, low, high = _with_bounds(
            _share, sparse.csr_array(counts), units["document"], documents, draws, confidence
        )
        rows.append(("f1", field, ALL, value, low, high, int(counts[:, 1].sum())))
    return rows


def _label_rows(
    units: pd.DataFrame, field: str, which: str, documents: int, draws: np.ndarray, confidence: float
) -> list[tuple]:
    one, other = units[f"{field} first"], units[f"{field} second"]
    labels = pd.Index(sorted({*one, *other}))
    places = [labels.get_indexer(one), len(labels) + labels.get_indexer(other)]
    by_label = _counted(np.concatenate(places), np.tile(np.arange(len(units)), 2), (len(units), 2 * len(labels)))
    agreed = np.column_stack([np.ones(len(units), dtype=np.int64), (one == other).to_numpy()])
    counts = sparse.hstack([sparse.csr_array(agreed.astype(np.int64)), by_label], format="csr")
    rows = []
    for measure, of_labels, of_sums in AGREEMENTS:
        value, low, high = _with_bounds(of_sums, counts, units["document"], documents, draws, confidence)
        if len(labels) <= MOST_LABELS:
            value = of_labels(one, other)
        rows.append((measure, field, which, value, low, high, len(units)))
    return rows


def _counted(columns: np.ndarray, rows: np.ndarray, shape: tuple[int, int]) -> sparse.csr_array:
    return sparse.csr_array((np.ones(len(columns), dtype=np.int64), (rows, columns)), shape=shape)


def _with_bounds(
    of_sums: Callable[[np.ndarray], np.ndarray],
    counts: sparse.csr_array,
    document: pd.Series,
    documents: int,
    draws: np.ndarray,
    confidence: float,
) -> tuple[float, float, float]:
    """Return a measure of the sums over all units, and its bounds by the bootstrap over documents."""
    by_document = _counted(np.arange(counts.shape[0]), document.to_numpy(), (documents, counts.shape[0])) @ counts
    low, high = (np.nan, np.nan)
    if len(draws):
        resampled = of_sums(resampled_sums(by_document, draws))
        low, high = percentile_bounds(resampled.reshape(-1, 1), confidence)[0]
    return float(of_sums(counts.sum(axis=0).reshape(1, -1))[0]), float(low), float(high)


def _share(sums: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return sums[:, 0] / sums[:, 1]


def _kappas(sums: np.ndarray) -> np.ndarray:
    """Return Cohen's κ of each row of sums: units, agreements, and the units with each label of one and the other."""
    n, agreed, one, other = _parts(sums)
    with np.errstate(invalid="ignore", divide="ignore"):
        by_chance = (one * other).sum(axis=1) / n**2
        return (agreed / n - by_chance) / (1 - by_chance)


def _alphas(sums: np.ndarray) -> np.ndarray:
    """Return Krippendorff's nominal α of two coders from the same sums."""
    n, agreed, one, other = _parts(sums)
    both = one + other
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = 1 - (both * (both - 1)).sum(axis=1) / (2 * n * (2 * n - 1))
        return 1 - (1 - agreed / n) / expected


def _parts(sums: np.ndarray) -> tuple[np.ndarray, ...]:
    half = (sums.shape[1] - 2) // 2
    values = sums.astype(float)
    return values[:, 0], values[:, 1], values[:, 2 : 2 + half], values[:, 2 + half :]


def _by_nltk(measure: str, one: pd.Series, other: pd.Series) -> float:
    """Return a measure of agreement; NaN where there is nothing to disagree on."""
    if len({*one, *other}) < 2:
        return np.nan
    data = [(coder, item, label) for coder, labels in (("1", one), ("2", other)) for item, label in enumerate(labels)]
    return float(getattr(AnnotationTask(data), measure)())


def kappa(one: pd.Series, other: pd.Series) -> float:
    """Return Cohen's κ of two coders' labels of the same units, in one order; NaN where all are the same.

    >>> round(kappa(pd.Series(["a", "a", "b", "b"]), pd.Series(["a", "a", "b", "a"])), 3)
    0.5
    """
    return _by_nltk("kappa", one, other)


def alpha(one: pd.Series, other: pd.Series) -> float:
    """Return Krippendorff's nominal α of two coders' labels of the same units; NaN where all are the same.

    >>> round(alpha(pd.Series(["a", "a", "b", "b"]), pd.Series(["a", "a", "b", "a"])), 3)
    0.533
    """
    return _by_nltk("alpha", one, other)


AGREEMENTS = (("kappa", kappa, _kappas), ("alpha", alpha, _alphas))
