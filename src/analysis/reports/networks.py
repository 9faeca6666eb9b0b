"""Who is named together -> a drawing of the network, and a table whose counts open their sentences."""

import textwrap

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.discourse import co_mention_network
from analysis.discourse.comentions import mentions_of_pairs
from analysis.reports.display import Chart, Table, first_rows
from analysis.reports.drawing import BLUE, ORANGE, WIDTH, distinct, styled
from analysis.reports.labeling import place_labels
from analysis.reports.openings import (
    FEW_SENTENCES,
    MOST_SENTENCES,
    Corpus,
    OpeningTable,
    documents_of,
    openings,
    without_flat_intervals,
)
from analysis.reports.rules import counting_rule
from analysis.reports.words import count_of, most
from analysis.study import Study

MOST_NODES = 20
MOST_EDGES = 60
LOWEST, HIGHEST = 1.9, 5.6  # inches, for two nodes and for many
SMALLEST, LARGEST = 3.5, 15.0  # radii of nodes, in points
WIDEST = 6.0  # of an edge, in points
SEED = 3
LONGEST = 60
MARKS_ON_A_LINE = 40
POINTS_PER_INCH = 72
COLUMNS = ["organization", "other", "together", "jaccard", "jaccard_low", "jaccard_high", "npmi", "documents"]


def co_mention_chart(
    pairs: pd.DataFrame, counts: pd.DataFrame, corpus: Corpus, unit: str = "document", top: int = MOST_NODES
) -> Chart:
    """Draw which organizations are named together: larger nodes and wider lines stand for more documents.

    Parameters
    ----------
    pairs : DataFrame
        As `discourse.co_mentions` gives it.
    counts : DataFrame
        As `discourse.mention_counts` gives it without groups, for the size of the nodes.
    corpus : Study or DataFrame
        The corpus, whose sentences the counts open, or its documents.
    unit : str
        What the pairs share: "document", "paragraph" or "sentence".
    top : int
        How many organizations to draw, twenty at most: those that most documents name.

    >>> from analysis.discourse import co_mentions, mention_counts
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"]})
    >>> named = pd.DataFrame({"doc_id": ["a", "a", "b"], "organization": ["UN", "EU", "UN"]})
    >>> co_mention_chart(co_mentions(named, documents), mention_counts(named, documents), documents).caption
    'The pair EU and UN has the most documents that name both, 1 of 2.'
    """
    documents = documents_of(corpus)
    if counts.empty:
        return Chart(None, "No organization of the gazetteer is named.", note=counting_rule(documents))
    nodes, edges, lines = _drawn(pairs, counts, top)
    if edges.empty:
        return Chart(None, f"No two organizations are named in one {unit}.", note=counting_rule(documents))
    figure = _draw(nodes, edges)
    listed = [f"{row.organization} and {row.other}, {row.documents:,}" for row in edges.head(5).itertuples()]
    alt = (
        f"Network of {count_of(len(nodes), 'organization')} and {count_of(len(edges), 'pair')} of them that share a "
        f"{unit}; documents of the first pairs: {'; '.join(listed)}."
    )
    considered = min(top, MOST_NODES, len(counts))
    note = f"{_network_note(nodes, edges, lines, considered, len(counts), unit)} {counting_rule(documents)}"
    return Chart(figure, pairs_finding(pairs, unit), alt, note, edges, _open(edges, corpus, unit, FEW_SENTENCES))


def co_mention_table(
    pairs: pd.DataFrame, study: Study, unit: str = "document", top: int = 15, organization: str = ""
) -> Table:
    """Show which organizations are named together most, with both measures; each row opens its sentences.

    Parameters
    ----------
    pairs : DataFrame
        As `discourse.co_mentions` gives it for the documents of the study.
    study : Study
        The corpus, for the sentences.
    unit : str
        What the pairs share: "document", "paragraph" or "sentence".
    top : int
        How many pairs to show.
    organization : str
        Only the pairs of this organization, if it is given.
    """
    if organization:
        pairs = pairs[(pairs["organization"] == organization) | (pairs["other"] == organization)]
    shown = without_flat_intervals(first_rows(pairs, top).reset_index(drop=True), "jaccard")
    if shown.empty:
        nobody = f"No other organization is named in one {unit} with {organization}."
        none = nobody if organization else f"No two organizations are named in one {unit}."
        return Table(shown[COLUMNS], none, counting_rule(study.documents))
    some = f"{len(shown):,} of {count_of(len(pairs), 'pair')} shown. " if len(pairs) > len(shown) else ""
    note = (
        f"{some}together: {unit}s that name both, each counted once. Jaccard: those, of all {unit}s that name one or "
        "both, with its 95% interval from a bootstrap over documents, none where the two are never named apart or one "
        "document alone names either. NPMI: 1 where neither is named without the other, 0 where both are as often as "
        f"by chance. {counting_rule(study.documents, study.mentions)}"
    )
    columns = COLUMNS if unit != "document" else COLUMNS[:-1]
    table = (_others(shown, organization) if organization else shown)[columns[bool(organization) :]].rename(
        columns={"jaccard": "Jaccard", "npmi": "NPMI"}
    )
    table = table.rename(columns={"jaccard_low": "Jaccard_low", "jaccard_high": "Jaccard_high"})
    return OpeningTable(table, _bound_finding(shown, unit), note, _open(shown, study, unit), every=pairs)


def pairs_finding(pairs: pd.DataFrame, unit: str) -> str:
    """Say which two are named together most.

    Parameters
    ----------
    pairs : DataFrame
        As `discourse.co_mentions` gives it.
    unit : str
        What they share.

    >>> pairs = pd.DataFrame({"organization": ["EU"], "other": ["UN"], "together": [2], "all_units": [9]})
    >>> pairs_finding(pairs, "sentence")
    'The pair EU and UN has the most sentences that name both, 2 of 9.'
    """
    if pairs.empty:
        return f"No two organizations are named in one {unit}."
    names = [f"{row.organization} and {row.other}" for row in pairs.itertuples()]
    counts = pd.Series(pairs["together"].to_numpy(), index=names)
    total = int(pairs["all_units"].iloc[0])
    if (counts == counts.max()).sum() == 1:
        counts = counts.rename(index=lambda pair: f"The pair {pair}")
        return most(unit, counts, total, which="that name both")
    return most(unit, counts.rename(index=lambda pair: f"“{pair}”"), total, which="that name both of a pair")


def _bound_finding(shown: pd.DataFrame, unit: str) -> str:
    """Say which of the pairs shown share the largest part of what names them."""
    first = shown[shown["jaccard"] == shown["jaccard"].max()]
    row = first.iloc[0]
    both = f"{row['together']:,} of {count_of(int(row['units'] + row['other_units'] - row['together']), unit)}"
    pair = f"{row['organization']} and {row['other']}"
    more = f"; {count_of(len(first) - 1, 'other pair')} as much" if len(first) > 1 else ""
    among = "Of the pairs shown, " if len(shown) > 1 else ""
    bounds = f", 95% interval {row['jaccard_low']:.2f} to {row['jaccard_high']:.2f}"
    bounds = bounds if row["jaccard_low"] == row["jaccard_low"] else ""
    closest = "share the most" if len(shown) > 1 else "are the only pair"
    measure = f"Jaccard {row['jaccard']:.2f}{bounds}"
    return f"{among}{pair} {closest}: {both} that name one of them name both ({measure}){more}."


def _others(shown: pd.DataFrame, organization: str) -> pd.DataFrame:
    """Return pairs with the one that is not this organization as the other."""
    return shown.assign(other=shown["other"].where(shown["organization"] == organization, shown["organization"]))


def _open(pairs: pd.DataFrame, corpus: Corpus, unit: str, limit: int = MOST_SENTENCES) -> list[list[dict]]:
    """Return the sentences that name one or the other, of the units that name both."""
    if isinstance(corpus, pd.DataFrame):
        return []
    found = mentions_of_pairs(
        pairs,
        corpus.mentions,
        corpus.documents,
        within=unit,
        sentences=corpus.sentences if unit == "sentence" else None,
        duplicates="all",
    )
    return openings([{"": hits} for hits in found], corpus, limit)


def _drawn(pairs: pd.DataFrame, counts: pd.DataFrame, top: int) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Return nodes and edges to draw, of the most-named organizations, and how many edges there are among these."""
    nodes, _ = co_mention_network(pairs, counts)
    ranked = nodes.sort_values(["documents", "organization"], ascending=[False, True])
    names = first_rows(ranked, top).head(MOST_NODES)["organization"]
    among = pairs[pairs["organization"].isin(names) & pairs["other"].isin(names)]
    order = ["documents", "together", "organization", "other"]
    among = among.sort_values(order, ascending=[False, False, True, True])
    # All lines of a strength or none of them, as long as some are left.
    enough = among["documents"].where(lambda number: number.rank(method="max", ascending=False) <= MOST_EDGES).min()
    edges = among[among["documents"] >= enough] if enough == enough else among.head(MOST_EDGES)
    connected = set(edges["organization"]) | set(edges["other"])
    nodes = ranked[ranked["organization"].isin(connected)].reset_index(drop=True)
    return nodes, edges[COLUMNS].reset_index(drop=True), len(among)


def _network_note(
    nodes: pd.DataFrame, edges: pd.DataFrame, lines: int, considered: int, organizations: int, unit: str
) -> str:
    parts = [
        f"A line joins two that share a {unit}; it is as wide, and a node as large, as the documents are many "
        f"({_range(edges['documents'])} a line, {_range(nodes['documents'])} a node). Where a node stands has no "
        "meaning of its own."
    ]
    if considered < organizations:
        parts.append(f"Of the {considered} organizations named in most documents, of {organizations:,}.")
    if lines > len(edges):
        least = count_of(int(edges["documents"].min()), "document")
        parts.append(f"Only the {len(edges)} lines of {least} or more, of {lines:,}, are drawn.")
    if considered > len(nodes):
        parts.append(f"Left out: {count_of(considered - len(nodes), 'organization')} without a line.")
    return " ".join(parts)


def _range(numbers: pd.Series) -> str:
    low, high = int(numbers.min()), int(numbers.max())
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _draw(nodes: pd.DataFrame, edges: pd.DataFrame) -> Figure:
    with styled():
        height = min(HIGHEST, LOWEST + 0.3 * (len(nodes) - 2))
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0, 0, 1, 1))
        size = np.array([WIDTH, height]) * POINTS_PER_INCH
        axes.set_xlim(0, size[0])
        axes.set_ylim(0, size[1])
        axes.axis("off")
        places, radii = _places(nodes, edges, size), _radii(nodes)
        ends = _ends(nodes, edges, places)
        for both, documents in zip(ends[::-1], edges["documents"][::-1], strict=True):
            part = documents / edges["documents"].max()
            look = {"linewidth": max(0.6, WIDEST * part), "alpha": 0.25 + 0.5 * part}
            axes.plot(*both.T, color=BLUE, zorder=1, **look)
        axes.scatter(*places.T, s=(2 * radii) ** 2, color=ORANGE, edgecolor="white", linewidth=1, zorder=3)
        along = np.concatenate([np.linspace(*both, MARKS_ON_A_LINE) for both in ends])
        _label(figure, [_lines(name) for name in distinct(list(nodes["organization"]), LONGEST)], places, radii, along)
        return figure


def _ends(nodes: pd.DataFrame, edges: pd.DataFrame, places: np.ndarray) -> np.ndarray:
    """Return the places of the two nodes of each edge, shape (edges, 2, 2)."""
    number = pd.Index(nodes["organization"])
    rows = [number.get_indexer(edges[name]) for name in ("organization", "other")]
    return places[np.stack(rows, axis=1)]


def _radii(nodes: pd.DataFrame) -> np.ndarray:
    """Return the radii of the nodes: areas stand for documents."""
    documents = nodes["documents"].to_numpy(dtype=float)
    return np.maximum(SMALLEST, LARGEST * np.sqrt(documents / documents.max()))


def _places(nodes: pd.DataFrame, edges: pd.DataFrame, size: np.ndarray) -> np.ndarray:
    """Return where the nodes stand, in points, with room for labels at the sides; the same every time."""
    graph = nx.Graph()
    graph.add_nodes_from(range(len(nodes)))
    number = {name: row for row, name in enumerate(nodes["organization"])}
    for edge in edges.itertuples():
        graph.add_edge(number[edge.organization], number[edge.other], weight=float(edge.documents))
    # Parts without a line between them would drift apart: a weak tie, which is not drawn, holds them.
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    graph.add_edges_from(((min(parts[0]), min(part)) for part in parts[1:]), weight=0.5)
    start = nx.circular_layout(graph)
    found = nx.spring_layout(graph, pos=start, k=2.2 / np.sqrt(len(nodes)), iterations=200, seed=SEED, method="force")
    raw = np.array([found[node] for node in range(len(nodes))])
    # Ranks as well as distances, so that a far node does not press the others into a heap.
    ranks = raw.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / max(len(nodes) - 1, 1)
    low, span = raw.min(axis=0), np.ptp(raw, axis=0)
    scaled = (raw - low) / np.where(span > 0, span, 1)
    margin = np.array([80.0, 34.0])
    return margin + (0.4 * scaled + 0.6 * ranks) * (size - 2 * margin)


def _lines(name: str) -> str:
    """Break a name into at most three short lines."""
    return textwrap.fill(name, 24, max_lines=3, placeholder=" …")


def _label(figure: Figure, names: list[str], places: np.ndarray, radii: np.ndarray, along: np.ndarray) -> None:
    """Write the names beside their nodes, with a thin line to those that found no room there."""
    (axes,) = figure.axes
    renderer = FigureCanvasAgg(figure).get_renderer()
    per_point = figure.dpi / POINTS_PER_INCH
    texts = [axes.text(0, 0, name, fontsize=8, va="bottom", zorder=4, linespacing=1.05) for name in names]
    sizes = np.array([text.get_window_extent(renderer).size / per_point + 2 for text in texts])
    corners = place_labels(places, radii, sizes, tuple(figure.get_size_inches() * POINTS_PER_INCH), along)
    for text, corner, size, place, radius in zip(texts, corners, sizes, places, radii, strict=True):
        if np.isnan(corner).any():
            text.remove()
            continue
        text.set_position(corner + 1)
        text.set_bbox({"facecolor": "white", "alpha": 0.72, "edgecolor": "none", "pad": 0.4})
        end = np.clip(place, corner, corner + size)
        if np.hypot(*(end - place)) > radius + 8:
            axes.plot(*zip(place, end, strict=True), color="#777777", linewidth=0.6, zorder=2)
