"""Plain texts, and Markdown with what its front matter says of it."""

import tomllib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import regex

from analysis.corpus.encodings import decode
from analysis.corpus.readers.blocks import plain_text
from analysis.corpus.rows import Row, read_all

if TYPE_CHECKING:
    from markdown_it.token import Token

LARGEST_MARKDOWN = 1 << 24  # bytes; to parse it takes a hundred times as much memory
LARGEST_FRONT_MATTER = 1 << 14  # characters
MOST_BRACKETS = 1000  # of its lists and mappings: the time to parse them grows with their square
DEEPEST = 100
FRONT_MATTER = regex.compile(
    r"\s*+(?:---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
    r"|\+\+\+[ \t]*\r?\n(?P<toml>.*?)^\+\+\+[ \t]*(?:\r?\n|\Z))",
    regex.DOTALL | regex.MULTILINE,
)
UNREADABLE = "front-matter-unreadable"
NESTED = "markdown-nested"
SEPARATOR = "; "  # between the items of a list
CELL_END = " | "
BREAK = regex.compile(r"<br\b", regex.IGNORECASE)
NAMED = regex.compile(r"^[ \t-]*[\w-]+[ \t]*[:=]", regex.MULTILINE)


def read_text(file: BinaryIO) -> Iterator[Row]:
    """Read a plain text file as one document.

    >>> import io
    >>> [row.fields for row in read_text(io.BytesIO(b"The road is closed."))]
    [{'text': 'The road is closed.'}]
    """
    text, encoding = decode(read_all(file))
    yield Row(None, encoding, {"text": text})


def read_markdown(file: BinaryIO) -> Iterator[Row]:
    r"""Read a Markdown file as one document: its text without marks, links and comments, and its front matter.

    Values of the front matter stay as they are written (NO is no false, 1.10 no 1.1); lists are joined by
    "; ". The first heading of level 1 is the title where the front matter gives none.

    >>> import io
    >>> [row.fields for row in read_markdown(io.BytesIO(b"---\ndate: 2023-02\n---\n# Roads\n\nIt is **closed**."))]
    [{'date': '2023-02', 'title': 'Roads', 'text': 'Roads\n\nIt is closed.'}]
    """
    text, encoding = decode(read_all(file, LARGEST_MARKDOWN))
    fields, body, notes = _split_front_matter(text)
    blocks, title, depth = _render(body)
    if depth >= DEEPEST - 1:  # the parser drops what lies deeper
        blocks, notes = (
            [body],
            (*notes, (NESTED, "marks within marks, too deep to tell: the text is left as it stands")),
        )
    if title and not any(name.lower() == "title" and value for name, value in fields.items()):
        fields = {name: value for name, value in fields.items() if name.lower() != "title"} | {"title": title}
    named_text = {f"{name}_given" if name.lower() == "text" else name: value for name, value in fields.items()}
    yield Row(None, encoding, named_text | {"text": "\n\n".join(blocks)}, notes=notes)


def _split_front_matter(text: str) -> tuple[dict[str, str], str, tuple[tuple[str, str], ...]]:
    """Split a text into what its front matter says, the rest, and what was wrong with it."""
    match = FRONT_MATTER.match(text)
    if not match or not NAMED.search(match[0]):  # a rule at the top is no front matter
        return {}, text, ()
    try:
        fields = _parse_front_matter(match["yaml"], match["toml"])
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())[:200]
        message = f"the lines between --- at the top cannot be read and stand in the text ({reason}): mend them"
        return {}, text, ((UNREADABLE, message),)
    return fields, text[match.end() :], ()


def _parse_front_matter(yaml: str | None, toml: str | None) -> dict[str, str]:
    if len(yaml or toml or "") > LARGEST_FRONT_MATTER:
        raise ValueError(f"more than {LARGEST_FRONT_MATTER:,} characters")
    if sum(map((yaml or toml or "").count, "[{")) > MOST_BRACKETS:
        raise ValueError(f"more than {MOST_BRACKETS:,} brackets")
    found = tomllib.loads(toml.replace("\r\n", "\n")) if toml is not None else _parse_yaml(yaml or "")
    if found is None or found == "":
        return {}
    if not isinstance(found, dict):
        raise ValueError("no names with values")
    return {str(name): value for name, values in found.items() for value in [_joined(values)] if value}


def _parse_yaml(text: str) -> Any:
    """Parse YAML into strings, lists and mappings; tags make nothing, and references are refused."""
    import yaml

    try:
        events = list(yaml.parse(text, yaml.BaseLoader))
        if any(isinstance(event, yaml.AliasEvent) for event in events):  # a few of them can name billions of values
            raise ValueError("it refers to its own values (*)")
        return yaml.load(text, yaml.BaseLoader)  # noqa: S506  # which makes strings alone
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from None


def _joined(value: Any) -> str:
    """Write a value of the front matter as one string."""
    if isinstance(value, dict):
        return SEPARATOR.join(f"{name}: {_joined(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return SEPARATOR.join(filter(None, map(_joined, value)))
    return "" if value is None else str(value).strip()


def _render(text: str) -> tuple[list[str], str, int]:
    """Return the blocks of a Markdown text without its marks, its first heading of level 1, and how deep it nests."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    blocks: list[str] = []
    title, opened, cells, depth = "", "", 0, 0
    for token in parser.parse(text):
        depth = max(depth, token.level)
        if token.type == "inline":
            block = _inline_text(token.children or [])
            title = title or (block if opened == "h1" else "")
            cells += opened in ("td", "th")
            blocks.append(f"{blocks.pop()}{CELL_END}{block}" if cells > 1 else block)
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content.strip("\n"))
        elif token.type == "html_block":
            blocks += _html_text(token.content)
        elif token.nesting == 1:
            opened = token.tag
            cells = 0 if opened not in ("td", "th") else cells
    return [block.strip() for block in blocks if block.strip()], title, depth


def _inline_text(tokens: list["Token"]) -> str:
    """Return the text of a paragraph without its marks, addresses of links, and HTML."""
    pieces = []
    for token in tokens:
        if token.type == "softbreak":
            pieces.append(" ")
        elif token.type == "hardbreak" or (token.type == "html_inline" and BREAK.match(token.content)):
            pieces.append("\n")
        elif token.type == "image":
            pieces.append(_inline_text(token.children or []))
        elif token.type != "html_inline":
            pieces.append(token.content)
    return "".join(pieces).strip()


def _html_text(html: str) -> list[str]:
    """Return the blocks of text within a block of HTML; a comment that is never closed hides nothing."""
    return plain_text(html if "-->" in html else html.replace("<!--", "")).split("\n\n")
