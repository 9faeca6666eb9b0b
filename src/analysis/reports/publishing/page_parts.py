"""A page -> what a reader sees of it, piece by piece: headings, sentences, rows of tables, images, links."""

import re
from dataclasses import dataclass

from lxml import etree

BLOCKS = frozenset(
    "address article aside blockquote body caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre q section summary table tbody td tfoot th thead tr ul".split()
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
UNSEEN = ("head", "style", "script", "template", "nav")
NUMBER = re.compile(r"(Figure|Table)\s+\d+")
FOOTER = "About this report"

TEXT, ROW, IMAGE, LINK = "text", "row", "image", "link"


@dataclass(frozen=True)
class Part:
    """A piece of a page.

    Attributes
    ----------
    section : str
        The heading above it.
    place : str
        The figure or table that it belongs to, as "Table 2"; empty for none.
    kind : str
        text, row, image or link.
    content : tuple of str
        The text; the cells of the row; the address of the image or link.
    columns : tuple of str
        The header that stands above a row.
    """

    section: str
    place: str
    kind: str
    content: tuple[str, ...]
    columns: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it equal to a piece of another page."""
        return (self.kind, *self.content)


def page_parts(page: bytes) -> list[Part]:
    """Return the pieces of a page in their order; time and memory grow with its length, however it is nested.

    Parameters
    ----------
    page : bytes
        HTML in UTF-8, of anybody.

    >>> [part.content for part in page_parts(b"<h2>Who</h2><p>3 <b>documents</b></p><tr><th>A<td>7</tr>")]
    [('Who',), ('3 documents',), ('A', '7')]
    """
    parser = etree.HTMLParser(target=_Reader(), encoding="utf-8", huge_tree=True)
    parser.feed(page or b" ")
    return parser.close()


class _Reader:
    """Collects the pieces while lxml reads a page; it builds no tree, so that depth costs nothing."""

    def __init__(self) -> None:
        self._parts: list[Part] = []
        self._section = self._place = ""
        self._text: list[str] = []
        self._rows: list[list[str]] = []  # a cell may hold a table
        self._columns: tuple[str, ...] = ()
        self._hidden: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in UNSEEN or "permalink" in attributes.get("class", ""):
            self._hidden.append(tag)
        if tag in BLOCKS:
            self._end_text("")
        if tag == "br":
            self._text.append(" ")
        elif tag == "tr":
            self._rows.append([])
        elif tag == "table":
            self._columns = ()
        elif tag == "footer":
            self._section, self._place = FOOTER, ""
        elif tag == "img":
            self._add(IMAGE, attributes.get("src", ""))
        elif tag == "a" and not attributes.get("href", "#").startswith("#"):
            self._add(LINK, attributes["href"])

    def end(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end_text(tag)
        if self._hidden and self._hidden[-1] == tag:
            self._hidden.pop()
        elif tag == "tr" and self._rows:
            self._end_row()
        elif tag == "thead":
            self._columns = self._parts[-1].content if self._parts and self._parts[-1].kind == ROW else ()
        elif tag in ("figure", "section"):
            self._place = ""

    def data(self, text: str) -> None:
        if not self._hidden:
            self._text.append(text)

    def close(self) -> list[Part]:
        self._end_text("")
        return self._parts

    def _end_text(self, tag: str) -> None:
        text = " ".join("".join(self._text).split())
        self._text = []
        if tag in HEADINGS:
            self._section, self._place = text, ""
        if tag == "figcaption" and NUMBER.match(text):
            self._place = NUMBER.match(text)[0]
        if tag in ("td", "th") and self._rows:
            self._rows[-1].append(text)
        elif text:
            self._add(TEXT, text)

    def _end_row(self) -> None:
        cells = self._rows.pop()
        if any(cells):
            columns = self._columns if len(self._columns) == len(cells) else ()
            self._add(ROW, *cells, columns=columns)

    def _add(self, kind: str, *content: str, columns: tuple[str, ...] = ()) -> None:
        self._parts.append(Part(self._section, self._place, kind, content, columns))
