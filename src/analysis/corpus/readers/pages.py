"""Web pages: html, htm, xhtml, and mhtml and mht, as browsers save them with their pictures."""

from collections.abc import Iterator
from typing import BinaryIO

from analysis.corpus.readers.articles import article_text
from analysis.corpus.readers.blocks import LARGEST_PAGE, parse_page
from analysis.corpus.readers.declared import declared_in_page, decode_declared
from analysis.corpus.readers.facts import page_facts
from analysis.corpus.readers.messages import Message, header, parameter, parse_message, parts_of, payload
from analysis.corpus.rows import Row, UnreadableError, read_all

NO_TEXT = (
    "the page has no text: a browser would have to run its scripts, or log in; open it there, and save it as one "
    "file once its text is shown"
)


def read_html(file: BinaryIO) -> Iterator[Row]:
    """Read the article of a web page: its text by paragraphs, and what the page says of it.

    Fields are text, title, author, date (as the page states it), source (the site), url and language, where known.

    Raises
    ------
    UnreadableError
        The file is no text or too large, or its page has no text.

    >>> import io
    >>> page = b'<html lang="en"><title>The road</title><body><p>It is closed.</p></body></html>'
    >>> [row.fields for row in read_html(io.BytesIO(page))]
    [{'text': 'It is closed.', 'title': 'The road', 'language': 'en'}]
    """
    data = read_all(file, LARGEST_PAGE)
    yield _read_page(data, declared_in_page(data), {})


def _read_page(data: bytes, declared: str, known: dict[str, str]) -> Row:
    html, encoding = decode_declared(data, declared)
    tree = parse_page(html)
    text, notes = article_text(tree) if tree is not None else ("", ())
    if tree is None or not text:
        raise UnreadableError(NO_TEXT)
    fields = {"text": text, **page_facts(tree)}
    return Row(None, encoding, {**known, **fields}, notes=notes, dated_by="page")


def read_mhtml(file: BinaryIO) -> Iterator[Row]:
    """Read the article of a web page that a browser saved as one file (RFC 2557).

    Its fields are those of `read_html`; the day on which it was saved is not taken for that of publication.

    Raises
    ------
    UnreadableError
        The file holds no page, or its page has no text.
    """
    page = _root(parse_message(read_all(file)))
    data = payload(page)
    if len(data) > LARGEST_PAGE:
        raise UnreadableError(f"its page is larger than {LARGEST_PAGE:,} bytes: save its text alone")
    address = header(page, "Content-Location")
    known = {"url": address} if address.lower().startswith(("http://", "https://")) else {}
    yield _read_page(data, parameter(page, "charset") or declared_in_page(data), known)


def _root(message: Message) -> Message:
    """Return the part that is the page: the one that the file names as its start, else the first page."""
    pages = [part for part in parts_of(message) if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise UnreadableError("there is no web page in the file: open it in a browser and save it again")
    start = parameter(message, "start")
    return next(
        (page for page in pages if start and header(page, "Content-ID").strip("<>") == start.strip("<>")), pages[0]
    )
