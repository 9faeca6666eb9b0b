"""Elements of HTML -> Markdown, in which no text can become markup, a link or a formula."""

import re
import unicodedata
from urllib.parse import quote

from bs4 import NavigableString, Tag
from markdownify import MarkdownConverter

BLANKS = re.compile(r"\s+")
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SPECIAL = re.compile(r"[\\`*_\[\]|~^{}@#]")
LEADING = re.compile(r"^(?:(?=[-+:])|(\d{1,9})(?=[.)](?:\s|$)))")
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;"}
BARE_LINK = re.compile(r"(?i)\b(https?|ftp)(:)(?=//)|\b(www)(\.)")
IN_ADDRESSES = ":/?#@!&=+,;%~-._"
INLINE = frozenset("a b bdi br cite code em i mark q s small span strong sub sup time u".split())
WEB = re.compile(r"https?://[^/\s]", re.IGNORECASE)


def escaped(text: str) -> str:
    """Write a text so that Markdown shows it as it is; signs that turn the direction of a line are named instead.

    >>> print(escaped("<b>*3* & $x$ [a](b)"), escaped("www.example.org"))
    &lt;b&gt;\\*3\\* &amp; &#36;x&#36; \\[a\\](b) www&#46;example.org
    """
    shown = BLANKS.sub(" ", "".join(map(_visible, text)))
    shown = SPECIAL.sub(lambda sign: "\\" + sign[0], shown)
    for sign, entity in ENTITIES.items():
        shown = shown.replace(sign, entity)
    return BARE_LINK.sub(lambda found: f"{found[1] or found[3]}&#{ord(found[2] or found[4])};", shown)


def no_list(text: str) -> str:
    """Let an escaped text that begins a line begin no list.

    >>> print(no_list("1. Who?"), no_list("- none"), no_list("0.88"))
    1\\. Who? \\- none 0.88
    """
    return LEADING.sub(lambda found: f"{found[1] or ''}\\", text)


def _visible(sign: str) -> str:
    """Name a sign that a terminal or a browser would obey."""
    if sign.isspace():
        return " "
    if unicodedata.category(sign) == "Cc" or DIRECTION.match(sign):
        return f"U+{ord(sign):04X}"
    return sign


def address(url: str) -> str:
    """Write an address of the web so that it cannot end the link that it stands in; nothing for any other.

    >>> address("https://example.org/?a=1&b=(2) x"), address("javascript:alert(1)")
    ('https://example.org/?a=1&amp;b=%282%29%20x', '')
    """
    url = url.strip()
    return quote(url, safe=IN_ADDRESSES).replace("&", "&amp;") if WEB.match(url) else ""


def _cells(row: Tag) -> list[Tag]:
    return row.find_all(["td", "th"], recursive=False)


class Converter(MarkdownConverter):
    """markdownify, with what a report's page has beside plain paragraphs, and with all texts escaped."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        """Escape a text."""
        return escaped(text) if text else ""

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        """Let no text that begins a line begin a list."""
        text = super().process_text(el, parent_tags)
        begins = el.previous_sibling is None or el.previous_sibling.name not in INLINE
        return no_list(text) if begins else text

    def convert_p(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Let no paragraph begin as a list."""
        return super().convert_p(element, no_list(text.strip()), parent_tags)

    def convert_small(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Put an interval behind its number into brackets."""
        return f"({text.strip()})" if {"td", "th"} & parent_tags and text.strip() else text

    def convert_tr(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a row; the first one of a table is its header, whose cells say how the columns are aligned."""
        row = f"|{text}\n"
        table = element.find_parent("table")
        if table is None or table.find("tr") is not element:
            return row
        ends = ["---:" if "text-align:right" in cell.get("style", "") else "---" for cell in _cells(element)]
        return f"{row}| {' | '.join(ends)} |\n"

    def convert_a(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Link to the web, and to the report's own files."""
        href = element.get("href", "")
        target = href if "csv" in element.get("class", []) and ":" not in href else address(href)
        if not target or not text.strip():
            return text
        shown = text.strip().replace("&#58;//", "://").replace("&#46;", ".")  # within a link nothing becomes one
        return f"[{shown}]({target})"

    def convert_img(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Show a figure's file."""
        return f"\n\n![{escaped(element.get('alt', ''))}]({element['src']})\n\n"

    def convert_summary(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Head what a line opens."""
        return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""

    def convert_details(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Show what a line opens."""
        return f"\n\n{text.strip()}\n\n"

    convert_figcaption = convert_figure = convert_section = convert_details

    def convert_q(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Show a sentence as it stands."""
        return text

    def convert_cite(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Name the source behind a sentence."""
        return f"— {text.strip()}" if text.strip() else ""

    def convert_mark(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Print what is marked bold."""
        return text if "mark" in parent_tags or "strong" in parent_tags else self._bold(text)

    def convert_strong(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Print bold once."""
        return text if {"mark", "strong", "b", "summary"} & parent_tags else self._bold(text)

    convert_b = convert_strong

    def convert_code(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Show code as it is, in as many marks as it needs; in a table as text."""
        code = "".join(map(_visible, element.get_text()))
        if {"td", "th"} & parent_tags or not code.strip():
            return escaped(code)
        fence = "`" * (1 + max(map(len, re.findall("`+", code)), default=0))
        space = " " if "`" in code else ""
        return f"{fence}{space}{BLANKS.sub(' ', code).strip()}{space}{fence}"

    def convert_pre(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Show lines as they are."""
        lines = ["".join(map(_visible, line)).rstrip() for line in element.get_text().splitlines()]
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", element.get_text())), default=0))
        return "\n\n{}\n{}\n{}\n\n".format(fence, "\n".join(lines), fence)

    def convert_dt(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Begin an entry of a list with what it is about."""
        return f"\n- {text.strip()}: "

    def convert_dd(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Say it."""
        return BLANKS.sub(" ", text.strip())

    def convert_dl(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep a list apart."""
        return f"\n\n{text.strip()}\n\n"

    def _bold(self, text: str) -> str:
        inner = text.strip()
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{before}**{inner}**{after}" if inner else text
