"""Rows of a page -> its blocks in reading order: columns are read one after the other, tables row by row.

Rows one below the other that leave one vertical strip free, with lines of text on both of its sides, are
columns; a row across the strip ends them. Where the sides hold a few letters only, they are cells of a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from analysis.corpus.readers.pdf_rows import RIGHT_TO_LEFT, Piece, TextRow, body_size, make_rows

GUTTER = 0.8  # times the size of the letters: the narrowest strip between columns
FEWEST_LINES = 3  # of each column
PROSE = 15  # characters of its usual line, from which a column is no column of a table
MOST_ROWS = 300  # of a page that may have columns
DEEPEST = 4  # columns within columns
FAR_BELOW = 1.8  # times the usual distance of lines

Strip = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line(Piece):
    """A line of a column: its text and its box, as those of a Piece; `aside` as in TextRow."""

    aside: bool = False


def page_blocks(rows: Sequence[TextRow]) -> list[list[Line]]:
    """Put the lines of a page into reading order, each block's lines from top to bottom.

    >>> left = [Piece(f"the left column, line {n}", 0, 80 - 12 * n, 140, 90 - 12 * n, 10) for n in range(3)]
    >>> right = [Piece(f"the right column, line {n}", 160, 80 - 12 * n, 300, 90 - 12 * n, 10) for n in range(3)]
    >>> [block[0].text for block in page_blocks([TextRow(pair) for pair in zip(left, right)])]
    ['the left column, line 0', 'the right column, line 0']
    """
    straight = [row for row in rows if not row.aside]
    blocks = _blocks(straight, DEEPEST) if len(straight) <= MOST_ROWS else [straight]
    blocks += [[row] for row in rows if row.aside]
    return [[_line(row) for row in block] for block in blocks]


def _line(row: TextRow) -> Line:
    main = max(row.pieces, key=lambda piece: len(piece.text))
    left, right = min(piece.left for piece in row.pieces), max(piece.right for piece in row.pieces)
    bold = all(piece.bold for piece in row.pieces)
    return Line(row.text, left, main.bottom, right, main.top, main.size, bold, row.aside)


def _blocks(rows: list[TextRow], depth: int) -> list[list[TextRow]]:
    blocks: list[list[TextRow]] = []
    plain: list[TextRow] = []
    pieces = [piece for row in rows for piece in row.pieces]
    width = (min((piece.left for piece in pieces), default=0), max((piece.right for piece in pieces), default=0))
    narrowest = GUTTER * body_size(pieces)
    place = 0
    while place < len(rows):
        end, strip = _columns(rows, place, width, narrowest) if depth else (place, None)
        if strip is None:
            plain.append(rows[place])
            place += 1
            continue
        blocks += [plain] if plain else []
        plain = []
        for side in _sides(rows[place:end], strip):
            blocks += _blocks(make_rows(side), depth - 1)
        place = end
    return [*blocks, plain] if plain else blocks


def _columns(rows: list[TextRow], start: int, width: Strip, narrowest: float) -> tuple[int, Strip | None]:
    """Find where the columns that begin at a row end, and the strip between them; None where there are none."""
    free, end = [width], start
    for row in rows[start:]:
        left = [strip for strip in _without(free, row.pieces) if strip[1] - strip[0] >= narrowest]
        if not left:
            break
        free, end = left, end + 1
    if end - start < FEWEST_LINES:
        return start, None
    strips = [strip for strip in free if _parts_columns(rows[start:end], strip)]
    if not strips:
        return start, None
    widest = max(strips, key=lambda strip: strip[1] - strip[0])
    if end < len(rows):
        end -= _heading_below(rows[start:end], widest)
    return end, widest


def _without(free: list[Strip], pieces: Sequence[Piece]) -> list[Strip]:
    for piece in pieces:
        rest: list[Strip] = []
        for start, end in free:
            if piece.right <= start or piece.left >= end:
                rest.append((start, end))
            else:
                rest += [(start, piece.left)] if piece.left > start else []
                rest += [(piece.right, end)] if piece.right < end else []
        free = rest
    return free


def _parts_columns(rows: list[TextRow], strip: Strip) -> bool:
    for side in _sides(rows, strip):
        lengths = [len(row.text) for row in make_rows(side)]
        if len(lengths) < FEWEST_LINES or median(lengths) < PROSE:
            return False
    return True


def _is_left(piece: Piece, strip: Strip) -> bool:
    return piece.right <= strip[0] + (strip[1] - strip[0]) / 2


def _sides(rows: list[TextRow], strip: Strip) -> list[list[Piece]]:
    """Return the pieces of both columns, in the order in which the columns are read."""
    pieces = [piece for row in rows for piece in row.pieces]
    sides = [[piece for piece in pieces if _is_left(piece, strip) is left] for left in (True, False)]
    text = "".join(piece.text for piece in pieces)
    return sides[::-1] if len(RIGHT_TO_LEFT.findall(text)) > len(text) / 3 else sides


def _heading_below(rows: list[TextRow], strip: Strip) -> int:
    """Count the last rows that stand further down, on one side alone: they belong to what goes across below them."""
    both = [len({_is_left(piece, strip) for piece in row.pieces}) == 2 for row in rows]
    tops = [max(piece.top for piece in row.pieces) for row in rows]
    steps = [one - other for one, other in pairwise(tops)]
    usual = sorted(steps)[len(steps) // 4]
    for number in range(len(rows) - 1, 0, -1):
        if both[number]:
            return 0
        if steps[number - 1] > FAR_BELOW * max(usual, rows[number].pieces[0].size):
            return len(rows) - number
    return 0
