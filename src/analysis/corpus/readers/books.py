"""E-books: epub."""

import posixpath
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import unquote
from zipfile import ZipFile

from lxml import etree

from analysis.corpus.archives import open_zip, read_member
from analysis.corpus.readers.blocks import LARGEST_PAGE, plain_text
from analysis.corpus.readers.declared import declared_in_page, decode_declared
from analysis.corpus.rows import LARGEST_WHOLE, Row, UnreadableError

LARGEST_LIST = 10 << 20  # bytes of a book's list of its parts
MOST_CHAPTERS = 20_000
CONTAINER, LOCKS = "META-INF/container.xml", "META-INF/encryption.xml"
# What only makes fonts useless outside of their book, and leaves its text as it is.
FONT_LOCKS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document", "")
FIELDS = {"title": "title", "creator": "author", "date": "date", "publisher": "source", "language": "language"}


def read_epub(file: BinaryIO) -> Iterator[Row]:
    """Read an e-book as one document: its text by paragraphs in reading order, and what it says of itself.

    Fields are text, title, author, date, source (the publisher) and language, where known. Its table of contents
    is left out.

    Raises
    ------
    UnreadableError
        The file is no e-book, is damaged, or its text is locked.
    """
    with open_zip(file) as archive:
        place = _package_place(archive)
        package = _parse(read_member(archive, place, LARGEST_LIST), place)
        chapters = _chapters(package, posixpath.dirname(place))
        _refuse_locked(archive, chapters)
        texts, notes = _read_chapters(archive, chapters)
    if not texts:
        raise UnreadableError("there is no text in the book: it is damaged, or its pages are pictures")
    yield Row(None, "", {"text": "\n\n".join(texts), **_facts(package)}, notes=notes)


def _parse(data: bytes, name: str) -> Any:
    """Parse XML without loading or expanding anything."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        tree = etree.fromstring(data, parser=parser)
        etree.tostring(tree, encoding="unicode")  # stumbles over characters that are none, before anything else does
    except (etree.LxmlError, ValueError, TypeError):
        tree = None
    if tree is None:
        raise UnreadableError(f"the book's part {name!r} is damaged: download or export the book again")
    return tree


def _named(tree: Any, name: str) -> Iterator[Any]:
    """Yield the elements of a name, whatever namespace they are in."""
    return tree.iter("{*}" + name)


def _package_place(archive: ZipFile) -> str:
    container = _parse(read_member(archive, CONTAINER, LARGEST_LIST), CONTAINER)
    places = (_inside("", rootfile.get("full-path", "")) for rootfile in _named(container, "rootfile"))
    if place := next(filter(None, places), ""):
        return place
    raise UnreadableError("the book does not say where its parts are: download or export it again")


def _inside(folder: str, address: str) -> str:
    """Return the place in the archive that an address means; empty for what lies outside of it."""
    place = posixpath.normpath(posixpath.join(folder, unquote(address.partition("#")[0])))
    return "" if place.startswith(("/", "..")) or place == "." or ":" in place else place


def _chapters(package: Any, folder: str) -> list[str]:
    """List the places of the book's pages in reading order."""
    items = {item.get("id"): item for item in _named(package, "item")}
    ordered = [items.get(reference.get("idref")) for reference in _named(package, "itemref")]
    pages = [
        item
        for item in ordered
        if item is not None
        and item.get("media-type", "").lower() in PAGES
        and "nav" not in item.get("properties", "").split()
    ]
    if len(pages) > MOST_CHAPTERS:
        raise UnreadableError(f"the book has more than {MOST_CHAPTERS:,} chapters: it is not read")
    return list(dict.fromkeys(_inside(folder, item.get("href", "")) for item in pages))


def _refuse_locked(archive: ZipFile, chapters: list[str]) -> None:
    if LOCKS not in archive.namelist():
        return
    for locked in _named(_parse(read_member(archive, LOCKS, LARGEST_LIST), LOCKS), "EncryptedData"):
        method = next((found.get("Algorithm", "") for found in _named(locked, "EncryptionMethod")), "")
        places = {_inside("", found.get("URI", "")) for found in _named(locked, "CipherReference")}
        if method not in FONT_LOCKS and not places.isdisjoint(chapters):
            raise UnreadableError("the book's text is locked (DRM): get it from its publisher without a lock")


def _read_chapters(archive: ZipFile, chapters: list[str]) -> tuple[list[str], tuple[tuple[str, str], ...]]:
    texts, notes, left = [], [], LARGEST_WHOLE
    for place in chapters:
        try:
            if not place:
                raise UnreadableError("it would lie outside of the book")
            data = read_member(archive, place, min(LARGEST_PAGE, left))
            left -= len(data)
            text = plain_text(decode_declared(data, declared_in_page(data))[0])
        except UnreadableError as error:
            notes.append(("chapter-not-read", f"the chapter {place!r} is not read: {error}"))
        else:
            texts += [text] if text else []
    return texts, tuple(notes)


def _facts(package: Any) -> dict[str, str]:
    facts: dict[str, list[str]] = {}
    for name, field in FIELDS.items():
        elements = _named(package, name)
        if name == "date":
            elements = _published_first(elements)
        values = [" ".join("".join(element.itertext()).split()) for element in elements]
        facts[field] = list(dict.fromkeys(filter(None, values)))
    return {field: "; ".join(values) if field == "author" else values[0] for field, values in facts.items() if values}


def _published_first(dates: Iterator[Any]) -> list[Any]:
    """Return a book's dates, without that of its file's last change (EPUB 2 marks what each is)."""
    kinds = [(next((value for name, value in date.items() if name.endswith("event")), ""), date) for date in dates]
    return [date for kind, date in sorted(kinds, key=lambda pair: pair[0] != "publication") if kind != "modification"]
