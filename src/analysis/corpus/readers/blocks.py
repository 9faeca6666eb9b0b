"""HTML -> blocks of text: paragraphs, headings, list items, rows of tables, in the order of the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import regex
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from analysis.corpus.rows import UnreadableError

LARGEST_PAGE = 20 << 20  # bytes; an article with all its scripts has a tenth of it
TOO_DEEP = "Excessive depth"
# What old pages leave open again and again, so that a page is hundreds of levels deep: it does without.
STYLES = regex.compile(r"</?(?:a|abbr|b|big|em|font|i|small|span|strong|tt|u)\b[^<>]*>", regex.IGNORECASE)
BOXES = regex.compile(r"</?(?:article|blockquote|center|div|main|section)\b[^<>]*>", regex.IGNORECASE)
# fmt: off
UNSEEN = frozenset({
    "head", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "applet", "audio",
    "video", "canvas", "map", "select", "textarea", "button", "datalist",
})
BREAKING = frozenset({
    "html", "body", "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "tfoot", "thead", "tr", "ul",
})
# fmt: on
CELLS = frozenset({"td", "th"})
VOID = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
SELF_CLOSED = regex.compile(rf"<(?!(?:{VOID})\b)([A-Za-z][\w:-]*)(\s[^<>]*)?(?<=[\s\"'\w])/>", regex.IGNORECASE)
NO_CHARACTERS = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
DECLARATION = regex.compile(r"^\s*<\?xml[^>]{0,500}\?>")
SPACE = regex.compile(r"[ \t\r\n\f\v]+")
BREAK = "\N{LINE SEPARATOR}"  # stands for <br> until white space is settled
QUOTES = "\"'“”„‟«»‹›‘’‚‛「」『』"
CELL_END = " | "


@dataclass(frozen=True)
class Block:
    """One block of a page: its text, the elements around it (tag and class), and how much of it is links."""

    text: str
    path: tuple[str, ...]
    linked: float

    @property
    def tags(self) -> tuple[str, ...]:
        """The names of the elements around the text, from the outermost."""
        return tuple(step.partition(".")[0] for step in self.path)


def parse_page(text: str) -> HtmlElement | None:
    """Parse HTML or XHTML without loading or running anything; None when there is nothing in it.

    Raises
    ------
    UnreadableError
        Its elements lie so deep within each other that the rest of it would be lost.

    >>> parse_page("<p>The road is closed.").findtext(".//p")
    'The road is closed.'
    """
    text = DECLARATION.sub("", NO_CHARACTERS.sub("", text))
    if "http://www.w3.org/1999/xhtml" in text[:5000]:
        text = SELF_CLOSED.sub(r"<\1\2></\1>", text)
    if not text.strip():
        return None
    tree = _parse(text)
    if isinstance(tree, str):
        tree = _parse(BOXES.sub(" <br><br> ", STYLES.sub("", text)))
    if isinstance(tree, str):
        raise UnreadableError("its elements are nested too deeply to be read: open it in a browser and save its text")
    return tree


def _parse(text: str) -> HtmlElement | str | None:
    """Parse a page; "deep" when its end would be lost, because libxml2 goes no deeper."""
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False, recover=True
    )
    try:
        tree = document_fromstring(text.encode("utf-8"), parser=parser, ensure_head_body=True)
    except (etree.LxmlError, ValueError):
        tree = None
    return "deep" if any(TOO_DEEP in entry.message for entry in parser.error_log) else tree


def list_blocks(tree: HtmlElement, hidden: bool = False) -> list[Block]:
    """List the blocks of a page; those that the page itself hides only when `hidden` is true.

    >>> [block.text for block in list_blocks(parse_page("<h1>Roads</h1><ul><li>A <b>1</b><li>B 2</ul>"))]
    ['Roads', 'A 1', 'B 2']
    """
    return list(_Walk(hidden).blocks(tree))


def plain_text(html: str) -> str:
    r"""Turn HTML into its text, paragraphs separated by an empty line.

    >>> plain_text("<p>The road<br>is closed.<p>He said: <q>Why?</q>")
    'The road\nis closed.\n\nHe said: “Why?”'
    """
    tree = parse_page(html)
    return "" if tree is None else "\n\n".join(block.text for block in list_blocks(tree))


class _Walk:
    """One pass over a page that gathers text until a block begins or ends."""

    def __init__(self, hidden: bool) -> None:
        self.hidden = hidden
        self.path: list[str] = []
        self.pieces: list[str] = []
        self.links = self.kept_space = 0
        self.linked = 0

    def blocks(self, tree: HtmlElement) -> Iterator[Block]:
        walk = etree.iterwalk(tree, events=("start", "end"))
        for event, element in walk:
            if event == "start" and self._is_unseen(element):
                walk.skip_subtree()
                self.path.append("")
            elif event == "start":
                yield from self._open(element)
            else:
                yield from self._close(element)
        yield from self._flush()

    def _is_unseen(self, element: Any) -> bool:
        if element.tag in UNSEEN:
            return True
        return not self.hidden and (
            "hidden" in element.attrib or "display:none" in element.get("style", "").replace(" ", "").lower()
        )

    def _open(self, element: Any) -> Iterator[Block]:
        tag = element.tag
        if tag in BREAKING:
            yield from self._flush()
        elif tag == "br":
            self.pieces.append(BREAK)
        elif tag in CELLS and any(piece.strip() for piece in self.pieces):
            self.pieces.append(CELL_END)
        elif tag == "q":
            self.pieces.append("“" if _wants_marks(element) else "")
        self.path.append(f"{tag}.{element.get('class', '')}")
        self.links += _leads_away(element)
        self.kept_space += tag == "pre"
        self._add(element.text)

    def _close(self, element: Any) -> Iterator[Block]:
        tag = element.tag
        if self.path[-1]:
            if tag in BREAKING:
                yield from self._flush()
            elif tag == "q" and _wants_marks(element):
                self.pieces.append("”")
            self.links -= _leads_away(element)
            self.kept_space -= tag == "pre"
        self.path.pop()
        self._add(element.tail)

    def _add(self, text: str | None) -> None:
        if text:
            piece = text.replace("\r\n", "\n").replace("\n", BREAK) if self.kept_space else SPACE.sub(" ", text)
            self.pieces.append(piece)
            self.linked += len(piece.strip()) if self.links else 0

    def _flush(self) -> Iterator[Block]:
        whole = "".join(self.pieces)
        linked, self.linked, self.pieces = self.linked, 0, []
        if not whole or whole.isspace():
            return
        length = len(whole.strip())
        for part in regex.split(rf"(?:[ ]*{BREAK}){{2,}}", whole):
            lines = (SPACE.sub(" ", line).strip(" ") for line in part.split(BREAK))
            text = "\n".join(line for line in lines if line).strip().removesuffix(CELL_END.rstrip()).strip()
            if text:
                yield Block(text, tuple(self.path), min(1.0, linked / length))


def _leads_away(element: Any) -> bool:
    """Say whether an element is a link, other than to a place in its own page."""
    return element.tag == "a" and not element.get("href", "#").startswith("#")


def _wants_marks(element: Any) -> bool:
    """Say whether a <q> leaves its quotation marks to the browser."""
    text = "".join(element.itertext()).strip()
    return bool(text) and text[0] not in QUOTES
