"""Characters of a printed page, each with its box -> rows of text, from the top of the page to its end.

A page says where each character stands, not which ones are a line. Characters that follow each other in the
file at about one height and without a gap are a piece; pieces at one height are a row.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import regex

GAP = 0.8  # times the size of the letters: wider than the space between words, narrower than that between columns
SPACE = 0.15  # times the size of the letters: narrower than any space between words
OVERLAP = 0.5  # of the lower of two boxes, for them to stand at one height
DROP_CAP = 1.8  # times the usual size
RIGHT_TO_LEFT = regex.compile(r"[\p{Hebrew}\p{Arabic}\p{Syriac}\p{Thaana}]")
LETTER = regex.compile(r"\p{L}")
UPRIGHT, SLANTED = 0, 4  # clockwise quarter turns; whatever is no quarter turn counts as slanted


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box, in points from the lower left corner.

    `turn` is UPRIGHT, 1, 2, 3 or SLANTED.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    turn: int = UPRIGHT
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that stands at one height of a page, and its box.

    `size` is the usual height of its letters; `bold` says that all of them are.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class TextRow:
    """The pieces at one height of a page, in the order of reading; `aside` when they stand turned or slanted."""

    pieces: tuple[Piece, ...]
    aside: bool = False

    @property
    def text(self) -> str:
        """The text of the row, with a space where there is a gap."""
        return join_pieces(self.pieces)


def page_rows(glyphs: Sequence[Glyph]) -> list[TextRow]:
    """Find the rows of a page, from top to bottom; text that is turned another way than most of it comes last.

    >>> letters = [Glyph("b", 10, 0, 16, 12), Glyph("a", 10, 20, 16, 32), Glyph("c", 50, 20, 56, 32)]
    >>> [row.text for row in page_rows(letters)]
    ['a c', 'b']
    """
    groups: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        groups[glyph.turn].append(glyph)
    turns = sorted(groups, key=lambda turn: (-len(groups[turn]), turn))
    rows = []
    for turn in turns:
        if turn == SLANTED:
            rows += [TextRow((_piece(groups[turn]),), aside=True)] if _has_text(groups[turn]) else []
        else:
            upright = [_turned_back(glyph, turn) for glyph in groups[turn]] if turn else groups[turn]
            rows += [replace(row, aside=turn != turns[0]) for row in make_rows(_pieces(upright))]
    return rows


def _turned_back(glyph: Glyph, turn: int) -> Glyph:
    left, bottom, right, top = glyph.left, glyph.bottom, glyph.right, glyph.top
    for _ in range(turn):
        left, bottom, right, top = -top, left, -bottom, right
    return replace(glyph, left=left, bottom=bottom, right=right, top=top, turn=UPRIGHT)


def _has_text(glyphs: Iterable[Glyph]) -> bool:
    return any(not glyph.text.isspace() for glyph in glyphs)


def _pieces(glyphs: Iterable[Glyph]) -> list[Piece]:
    """Cut the characters, in the order of the file, where one does not go on at the right of the one before."""
    pieces, current, last = [], [], None
    for glyph in glyphs:
        if glyph.text.isspace():
            current += [glyph] if current else []
            continue
        if last and not _goes_on(last, glyph):
            pieces.append(_piece(current))
            current = []
        current.append(glyph)
        last = glyph
    return [*pieces, _piece(current)] if current else pieces


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    low, high = sorted((last.top - last.bottom, glyph.top - glyph.bottom))
    apart = max(glyph.left - last.right, last.left - glyph.right)
    return high <= DROP_CAP * max(low, 1) and apart <= GAP * high and _at_one_height(last, glyph)


def _at_one_height(one: Glyph | Piece, other: Glyph | Piece) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared >= OVERLAP * min(one.top - one.bottom, other.top - other.bottom)


def _piece(glyphs: list[Glyph]) -> Piece:
    inked = [glyph for glyph in glyphs if not glyph.text.isspace()]
    sizes = [round(glyph.top - glyph.bottom, 1) for glyph in inked]
    size = Counter(sizes).most_common(1)[0][0]
    usual = [glyph for glyph, own in zip(inked, sizes, strict=True) if own == size]
    return Piece(
        "".join(glyph.text for glyph in glyphs).replace("\r", "").replace("\n", ""),
        min(glyph.left for glyph in inked),
        median(glyph.bottom for glyph in usual),
        max(glyph.right for glyph in inked),
        median(glyph.top for glyph in usual),
        size,
        all(glyph.bold for glyph in inked),
    )


def make_rows(pieces: Iterable[Piece]) -> list[TextRow]:
    """Gather pieces at one height into rows, from top to bottom."""
    pieces = list(dict.fromkeys(pieces))
    if not pieces:
        return []
    usual = body_size(pieces)
    rows: list[list[Piece]] = []
    for piece in sorted(
        (_on_first_line(piece, usual) for piece in pieces), key=lambda p: (-(p.top + p.bottom), p.left)
    ):
        row = next((row for row in reversed(rows[-3:]) if _at_one_height(max(row, key=_width), piece)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return [TextRow(tuple(_in_order(row))) for row in rows]


def _width(piece: Piece) -> float:
    return piece.right - piece.left


def body_size(pieces: Iterable[Piece]) -> float:
    """Return the size in which most of the characters are printed."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _on_first_line(piece: Piece, usual: float) -> Piece:
    """Let the large letter that a text begins with stand on the first of the lines beside it."""
    if piece.size > DROP_CAP * usual and len(piece.text.strip()) <= 2 and LETTER.search(piece.text):
        return replace(piece, bottom=piece.top - usual * 1.2, size=usual)
    return piece


def _in_order(pieces: list[Piece]) -> list[Piece]:
    text = "".join(piece.text for piece in pieces)
    backwards = len(RIGHT_TO_LEFT.findall(text)) > len(LETTER.findall(text)) / 2
    return sorted(pieces, key=(lambda piece: -piece.right) if backwards else (lambda piece: piece.left))


def join_pieces(pieces: Sequence[Piece]) -> str:
    """Join the pieces of a row, with a space where there is a gap between two."""
    text = ""
    for before, piece in zip((None, *pieces), pieces, strict=False):
        gap = max(piece.left - before.right, before.left - piece.right) if before else 0.0
        text += (" " if gap > SPACE * piece.size else "") + piece.text
    return " ".join(text.split())
