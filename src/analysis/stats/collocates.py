"""Which terms stand near a node more often than elsewhere, and where they do."""

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from analysis.choices import choose
from analysis.methods import named_in_methods
from analysis.stats.checking import check_collection, check_confidence, check_count, has_letter, term_numbers
from analysis.stats.contingency import (
    Contingency,
    departure,
    expected,
    from_margins,
    log_ratio_interval,
    measure_named,
)
from analysis.stats.windows import (
    LEFT,
    Borders,
    Tally,
    nodes_in_runs,
    positions_near,
    tally_near,
    tally_pairs,
    window_borders,
    window_sides,
)
from analysis.text.patterns import matching_terms
from analysis.text.tokens import Tokens

MEASURES = ("log_dice", "mi", "g2", "t_score", "log_ratio")
MARGINS = ("window", "position", "term")
OF_TERM_COUNTS = ("dice", "log_dice")
COUNTS = ["count", "left", "right", "documents"]
HITS = {
    "doc_id": "str",
    "node_start": "int64",
    "node_end": "int64",
    "start": "int64",
    "end": "int64",
    "distance": "int64",
    "left": "bool",
    "right": "bool",
}


@named_in_methods
def collocations(
    tokens: Tokens,
    node: str | Collection[str] | None = None,
    *,
    window: int | tuple[int, int] = 5,
    within: str = "document",
    sentences: pd.DataFrame | None = None,
    margins: str = "window",
    measures: Collection[str] | str = MEASURES,
    sort_by: str | None = None,
    minimum: int = 5,
    minimum_documents: int = 1,
    exclude: Collection[str] = (),
    numbers: bool = True,
    both_sides: bool = False,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the collocates of a node, or all pairs of terms, with measures of how they attract each other.

    A collocate's count is the number of its tokens that lie in the window of some node. A token in the windows of
    two nodes counts once. No window leaves its document (or sentence).

    The table that the measures are of depends on `margins`:

    - "window": the surface co-occurrence of Evert (2009, Corpora and collocations, in Lüdeling and Kytö, eds.,
      Corpus Linguistics: An International Handbook, ch. 58). All tokens that are not the node fall into those in
      its windows and those outside, and into those that are the collocate and those that are not. Nodes are
      therefore not counted, neither in a window, even that of another node, nor in the total; a node is no
      collocate of its own.
    - "position": bigrams, for a window of one token. All tokens that have a neighbor on that side fall into those
      whose neighbor is the node and those whose is not. The node may be its own collocate.
    - "term": the bigrams of NLTK, for a window of one token. The node's and the collocate's counts in the corpus,
      out of all tokens; it disregards that a document's first word follows none, so that the cells are not quite
      those of a table. Where they are impossible, as in the corpus "no no", the measures are missing.

    `dice` and `log_dice` take the counts of the two terms in the corpus instead, whatever the margins: log_dice is
    14 + log2(2 f(node, collocate) / (f(node) + f(collocate))) (Rychlý 2008, RASLAN: 6-9). It does not depend on the
    size of the corpus, and exceeds 14 where one node has many tokens of the collocate about it. All other measures
    are those of `stats.contingency`.

    Neither fisher_p nor the interval of the log ratio is adjusted for the number of pairs: of many pairs, some have a
    p below 0.05 by chance. `stats.adjust` adjusts p.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    node : str or collection of str, optional
        A term or a pattern such as genocid*, or several, which together make one node; all pairs of terms when
        left out.
    window : int or (int, int)
        As many tokens on either side, or so many to the left and to the right; (0, 1) for bigrams.
    within : str
        "document" or "sentence".
    sentences : DataFrame, optional
        As `text.split_sentences` gives it; needed for sentences only. A token outside of every sentence is near
        nothing.
    margins : str
        "window", "position" or "term".
    measures : collection of str, or str
        Names of measures of `stats.contingency`; each becomes a column.
    sort_by : str, optional
        A measure asked for, or a column of counts; the first measure when left out, or else count.
    minimum : int
        Pairs with a lower count get no row.
    minimum_documents : int
        Pairs that stand together in fewer documents get no row.
    exclude : collection of str
        Terms that are no collocate, such as `text.stop_words()`, in whatever case; without a node, no node either.
        They still count as tokens.
    numbers : bool
        Whether terms without a letter, as 2023, are collocates; without a node, nodes too.
    both_sides : bool
        Whether pairs that stand together as often as by chance, or less often, get a row too, not only those that
        attract each other. A pair of which nobody can say so, as its table is impossible, always gets one.
    confidence : float
        Of the interval of the log ratio, between 0 and 1.

    Returns
    -------
    DataFrame
        One row a pair: node, collocate, count, left and right (tokens before a node, and after one; a token between
        two nodes is both), documents (with such a token), expected (the count by chance), the measures, with
        log_ratio also log_ratio_low and log_ratio_high (its interval by `log_ratio_interval`, which takes tokens as
        independent), node_count, collocate_count (in the corpus), window_tokens (in the node's windows). Sorted by
        `sort_by`, highest first (fisher_p: lowest), then count, node, collocate.

    Raises
    ------
    ValueError
        A name is not one of those allowed, the nearest is suggested; the window is empty; `margins` does not go
        with the window; the sentences are missing; a pattern is not valid.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": list("abc"), "text": ["Open the road", "The road is open", "It was"]})
    >>> frame = collocations(tokenize(documents), "road", window=2, minimum=2)
    >>> frame[["collocate", "count", "left", "right"]].values.tolist()
    [['open', 2, 1, 1], ['the', 2, 2, 0]]
    """
    sides = window_sides(window)
    own = _is_of_bigrams(margins, sides)
    measures = [measures] if isinstance(measures, str) else measures
    functions = {name: measure_named(name) for name in dict.fromkeys(measures)}
    sort_by = choose(sort_by or next(iter(functions), "count"), [*functions, *COUNTS], "column to sort by")
    check_collection("exclude", exclude)
    check_count("minimum", minimum)
    check_count("minimum_documents", minimum_documents)
    check_confidence(confidence)
    borders = window_borders(tokens, within, sentences)
    counts = tokens.totals
    if node is None:
        frequent = np.flatnonzero(counts >= max(minimum, 1))
        wanted = np.zeros(len(counts), dtype=bool)
        wanted[frequent] = _may_be_collocates(tokens, frequent, exclude, numbers)
        parts = tally_pairs(tokens, wanted, borders, sides, own=own)
        found, window_tokens = _together(parts, len(counts), minimum, minimum_documents)
        node_count, near = counts[found.nodes], window_tokens[found.nodes]
    else:
        chosen = node_terms(tokens, node)
        found, near = tally_near(tokens, chosen, borders, sides, own=own)
        found = _enough(found, minimum, minimum_documents)
        found = _only(found, _may_be_collocates(tokens, found.collocates, exclude, numbers))
        node_count, near = (np.full(len(found.count), number) for number in (counts[chosen].sum(), near))
    table = _table(tokens, borders, sides, margins, found, near, node_count, counts)
    if not both_sides:
        attracted = ~(departure(table) <= 0)
        found, table = _only(found, attracted), Contingency(*[cells[attracted] for cells in table])
        node_count, near = node_count[attracted], near[attracted]
    names = _terms(tokens, found.nodes) if node is None else _repeated(node, len(found.count))
    columns = {"node": names, "collocate": _terms(tokens, found.collocates)}
    columns |= {name: getattr(found, name) for name in COUNTS} | {"expected": expected(table).o11}
    columns |= _measured(functions, table, _of_term_counts(found, node_count, counts, len(tokens)), confidence)
    columns |= {"node_count": node_count, "collocate_count": counts[found.collocates], "window_tokens": near}
    frame = pd.DataFrame(columns).astype({"node_count": "int64", "collocate_count": "int64", "window_tokens": "int64"})
    key = frame[sort_by].to_numpy()
    order = np.lexsort([-found.count, key if sort_by == "fisher_p" else -key])
    return frame.iloc[order].reset_index(drop=True)


def collocation_hits(
    tokens: Tokens,
    node: str | Collection[str],
    collocate: str | Collection[str],
    *,
    window: int | tuple[int, int] = 5,
    within: str = "document",
    sentences: pd.DataFrame | None = None,
    margins: str = "window",
) -> pd.DataFrame:
    """Return the tokens that the count of a collocate rests on.

    Parameters
    ----------
    tokens, node, window, within, sentences, margins
        As `collocations` takes them.
    collocate : str or collection of str
        A term or a pattern, or several.

    Returns
    -------
    DataFrame
        One row a token of the collocate, by document and place: doc_id, node_start, node_end (of the nearest node; of
        two equally near, the one before), start, end (of the collocate; all in code points), distance (in tokens,
        negative before the node), left, right (whether it stands in a window before a node, and after one). There
        are as many rows as the collocate's count, and as many with left and with right as these say.

    Raises
    ------
    ValueError
        As `collocations` does.

    >>> from analysis.text import tokenize
    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["Open the road"]})
    >>> collocation_hits(tokenize(documents), "road", "open")[["node_start", "start", "distance"]].values.tolist()
    [[9, 0, -2]]
    """
    sides = window_sides(window)
    own = _is_of_bigrams(margins, sides)
    borders = window_borders(tokens, within, sentences)
    wanted = np.zeros(len(tokens.vocabulary), dtype=bool)
    wanted[node_terms(tokens, collocate)] = True
    nodes, runs = nodes_in_runs(tokens.places(node_terms(tokens, node)), borders)
    near = positions_near(nodes, runs, borders, sides, own=own)
    kept = wanted[tokens.ids[near.places]]
    places, of_node, side = near.places[kept], nodes[near.nodes[kept]], near.sides[kept]
    order = np.lexsort([side, np.abs(places - of_node), places])
    places, of_node, side = places[order], of_node[order], side[order]
    nearest = np.diff(places, prepend=-1) != 0
    after, before = places[side < LEFT], places[side >= LEFT]
    places, of_node = places[nearest], of_node[nearest]
    columns = {
        "doc_id": tokens.doc_ids[np.searchsorted(tokens.offsets, places, side="right") - 1],
        "node_start": tokens.starts[of_node],
        "node_end": tokens.ends[of_node],
        "start": tokens.starts[places],
        "end": tokens.ends[places],
        "distance": places - of_node,
        "left": np.isin(places, before),
        "right": np.isin(places, after),
    }
    return pd.DataFrame(columns).astype(HITS)


def node_terms(tokens: Tokens, node: str | Collection[str]) -> np.ndarray:
    """Return the numbers of the terms that a node stands for: int64, ascending, none if it stands nowhere.

    Parameters
    ----------
    tokens : Tokens
        The tokens of n documents.
    node : str or collection of str
        A term or a pattern, or several.

    Raises
    ------
    ValueError
        There is none, or a pattern is not valid.

    >>> from analysis.text import tokenize
    >>> tokens = tokenize(pd.DataFrame({"doc_id": ["a"], "text": ["Roads, a road"]}))
    >>> node_terms(tokens, "road*").tolist(), node_terms(tokens, ["A", "road"]).tolist()
    ([1, 2], [0, 1])
    """
    patterns = [node] if isinstance(node, str) else list(node)
    if not patterns:
        raise ValueError("there is no node: give a term, such as road or genocid*, or several")
    return np.unique(np.concatenate([matching_terms(tokens.vocabulary, pattern) for pattern in patterns]))


def _is_of_bigrams(margins: str, sides: tuple[int, int]) -> bool:
    bigrams = choose(margins, MARGINS, "kind of margins") != "window"
    if bigrams and sum(sides) != 1:
        raise ValueError(
            f"margins {margins!r} are those of bigrams: take them with the window (0, 1) or (1, 0), "
            f"and 'window' with any other"
        )
    return bigrams


def _may_be_collocates(tokens: Tokens, terms: np.ndarray, exclude: Collection[str], numbers: bool) -> np.ndarray:
    allowed = ~np.isin(terms, term_numbers(tokens, exclude))
    return allowed if numbers else allowed & has_letter(tokens.vocabulary[terms])


def _together(
    parts: Iterator[tuple[Tally, np.ndarray]], terms: int, minimum: int, minimum_documents: int
) -> tuple[Tally, np.ndarray]:
    """Join the pairs of all parts that are frequent enough, and add up the sizes of the windows."""
    kept, window_tokens = [], np.zeros(terms, dtype=np.int64)
    for part, sizes in parts:
        kept.append(_enough(part, minimum, minimum_documents))
        window_tokens += sizes
    nothing = Tally(*[np.zeros(0, dtype=np.int64)] * len(Tally._fields))
    return Tally(*map(np.concatenate, zip(nothing, *kept, strict=True))), window_tokens


def _enough(found: Tally, minimum: int, minimum_documents: int) -> Tally:
    return _only(found, (found.count >= minimum) & (found.documents >= minimum_documents))


def _only(found: Tally, kept: np.ndarray) -> Tally:
    return Tally(*[values[kept] for values in found])


def _table(
    tokens: Tokens,
    borders: Borders,
    sides: tuple[int, int],
    margins: str,
    found: Tally,
    near: np.ndarray | int,
    node_count: np.ndarray | int,
    counts: np.ndarray,
) -> Contingency:
    """Return the table of each pair; `near` is the number of positions in the windows of its node."""
    collocate_count = counts[found.collocates]
    if margins == "window":
        return from_margins(found.count, near, collocate_count, len(tokens) - node_count)
    if margins == "position":
        possible = _with_neighbor(tokens, borders, sides)
        return from_margins(found.count, near, possible[found.collocates], possible.sum())
    impossible = node_count + collocate_count - found.count > len(tokens)
    return from_margins(np.where(impossible, np.nan, found.count), node_count, collocate_count, len(tokens))


def _with_neighbor(tokens: Tokens, borders: Borders, sides: tuple[int, int]) -> np.ndarray:
    """Count the tokens of each term that have a token to their left, or right: where a node can have them beside it."""
    begins, ends = borders.begins, borders.ends
    filled = ends > begins
    edges = begins[filled] if sides == (0, 1) else ends[filled] - 1
    inside = np.zeros(len(tokens) + 1, dtype=np.int64)
    np.add.at(inside, begins, 1)
    np.add.at(inside, ends, -1)
    counted = np.cumsum(inside[:-1]) > 0
    counted[edges] = False
    return np.bincount(tokens.ids[counted], minlength=len(tokens.vocabulary))


def _of_term_counts(found: Tally, node_count: np.ndarray | int, counts: np.ndarray, total: int) -> Contingency:
    """Return tables whose margins are counts of terms; as tables they may be impossible, their margins are not."""
    joint, first, second = (
        np.asarray(part, dtype=np.float64) for part in (found.count, node_count, counts[found.collocates])
    )
    return Contingency(joint, first - joint, second - joint, total - first - second + joint)


def _measured(functions: dict, table: Contingency, of_terms: Contingency, confidence: float) -> dict[str, np.ndarray]:
    columns = {}
    for name, function in functions.items():
        columns[name] = function(of_terms if name in OF_TERM_COUNTS else table)
        if name == "log_ratio":
            columns["log_ratio_low"], columns["log_ratio_high"] = log_ratio_interval(table, confidence)
    return columns


def _terms(tokens: Tokens, numbers: np.ndarray) -> pd.api.extensions.ExtensionArray:
    if len(numbers) < len(tokens.vocabulary):
        return pd.array(tokens.vocabulary[numbers], dtype="str")
    return pd.array(tokens.vocabulary, dtype="str").take(numbers)


def _repeated(node: str | Collection[str], times: int) -> pd.api.extensions.ExtensionArray:
    name = node if isinstance(node, str) else ", ".join(node)
    return pd.array([name] * times, dtype="str")
