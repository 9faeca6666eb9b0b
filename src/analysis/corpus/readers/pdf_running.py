"""Running headers, footers and page numbers: lines that stand at the top or bottom of page after page.

A line is one when its text, digits aside, stands at that edge of at least three pages or of most of them; a
number alone is one when it counts up with the pages. Only the outermost lines of a page are looked at, and a
line goes only when all that stand further out go.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import takewhile

import regex

from analysis.corpus.readers.pdf_rows import LETTER, TextRow

Pages = list[list[TextRow]]
Key = tuple[str, str]

OUTERMOST = 3  # rows at each edge
FEWEST_PAGES = 3
MOST_NAMED = 10  # lines in the note
DIGITS = regex.compile(r"\d+")
NUMBER = regex.compile(
    r"(?:page|pg?\.?|seite|p[áa]gina|стр\.?|էջ)?[\s\p{P}]*(?P<number>\d{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:/|\||of|von|de|из)\s*\d{1,4})?[\s\p{P}]*"
)
ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
PAGE_NUMBER = "page number"


def without_running_lines(pages: Pages) -> tuple[Pages, Counter[str]]:
    """Remove running lines from the rows of pages; return the rest, and each line removed with how often.

    >>> from analysis.corpus.readers.pdf_rows import Piece
    >>> def row(text, top):
    ...     return TextRow((Piece(text, 0, top - 10, 90, top, 10),))
    >>> pages = [[row("Report", 99), row(f"Day {day}", 80), row(str(n), 9)] for n, day in enumerate("abc")]
    >>> rest, removed = without_running_lines(pages)
    >>> [[row.text for row in rows] for rows in rest], dict(removed)
    ([['Day a'], ['Day b'], ['Day c']], {'Report': 3, 'page number': 3})
    """
    seen: dict[Key, set[int]] = defaultdict(set)
    for page, rows in enumerate(pages):
        for key, _ in _edges(page, rows):
            seen[key].add(page)
    running = {key for key, found in seen.items() if len(found) >= FEWEST_PAGES or 1 < len(found) > len(pages) / 2}
    removed: Counter[str] = Counter()
    names: dict[Key, str] = {}
    rest = []
    for page, rows in enumerate(pages):
        gone = _gone(page, rows, running)
        for key, row in gone:
            removed[names.setdefault(key, PAGE_NUMBER if key[1].startswith(PAGE_NUMBER) else row.text)] += 1
        ids = {id(row) for _, row in gone}
        rest.append([row for row in rows if id(row) not in ids])
    return rest, removed


def running_note(removed: Counter[str]) -> tuple[str, str]:
    """Name the lines that were removed and how often, for the problems table."""
    named = [f"{text[:80]!r} {count} times" for text, count in removed.most_common(MOST_NAMED)]
    more = f" and {len(removed) - MOST_NAMED} more lines" if len(removed) > MOST_NAMED else ""
    message = f"lines that repeat at the top or bottom of pages were removed: {', '.join(named)}{more}"
    return "running-lines-removed", message


def _edges(page: int, rows: Sequence[TextRow]) -> list[tuple[Key, TextRow]]:
    straight = [row for row in rows if not row.aside]
    top = [(_key("top", page, row), row) for row in straight[:OUTERMOST]]
    bottom = [(_key("bottom", page, row), row) for row in straight[: -OUTERMOST - 1 : -1]]
    return top + bottom + [(_key("aside", page, row), row) for row in rows if row.aside]


def _key(edge: str, page: int, row: TextRow) -> Key:
    """Return what two rows share when they are one running line: their text, or how far they count from the page."""
    text = row.text.casefold()
    if match := NUMBER.fullmatch(text):
        return edge, f"{PAGE_NUMBER} {_value(match['number']) - page}"
    without = DIGITS.sub("#", text)
    size = round(
        max(row.pieces, key=lambda piece: len(piece.text)).size
    )  # a title is printed larger than its repetition
    return edge, f"{size} {without if LETTER.search(without) else text}"


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    digits = [ROMAN[letter] for letter in number]
    return sum(-own if own < after else own for own, after in zip(digits, [*digits[1:], 0], strict=True))


def _gone(page: int, rows: Sequence[TextRow], running: set[Key]) -> list[tuple[Key, TextRow]]:
    """Find the running lines of a page: from each edge inwards, as far as one follows another."""
    edges = _edges(page, rows)
    gone = [(key, row) for key, row in edges if key[0] == "aside" and key in running]
    for edge in ("top", "bottom"):
        gone += takewhile(lambda found: found[0] in running, (found for found in edges if found[0][0] == edge))
    return list({id(row): (key, row) for key, row in gone}.values())
