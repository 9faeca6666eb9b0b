"""XML -> a tree, and its text in blocks; nothing is loaded, and no entity is followed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.entities import name2codepoint
from typing import Any

import regex
from lxml import etree

from analysis.corpus.encodings import decode
from analysis.corpus.rows import UnreadableError

LARGEST_XML = 1 << 27  # bytes; its tree takes five to ten times as much memory
XML_ENTITIES = (b"amp", b"lt", b"gt", b"quot", b"apos")
NAMED_CHARACTER = regex.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
DECLARATION = regex.compile(r"\s*(?:<\?xml[^>]{0,500}\?>)?")
OTHER_ENCODING = regex.compile(rb"""\s*<\?xml[^>]{0,500}encoding\s*=\s*["'](?!utf-?8\b|us-ascii)""", regex.IGNORECASE)
STRAY_AMPERSAND = regex.compile(r"&(?!#[0-9]{1,7};|#x[0-9A-Fa-f]{1,6};|[A-Za-z_][\w.-]{0,60};)")
NO_CHARACTERS = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
SPACE = regex.compile(r"[ \t\r\n]+")
DAMAGED = "xml-damaged"
UNRESOLVED = "xml-entity"


@dataclass(frozen=True)
class Tree:
    """The root of an XML file, how its bytes became characters ("" as the file itself says), and warnings."""

    root: Any
    encoding: str
    notes: tuple[tuple[str, str], ...]


def parse_xml(data: bytes) -> Tree:
    """Parse XML, or what can be read of damaged XML.

    Raises
    ------
    UnreadableError
        There is nothing in it that can be read.

    >>> parse_xml(b"<p>The road is closed.</p>").root.text
    'The road is closed.'
    """
    data = NAMED_CHARACTER.sub(_by_number, data)
    root, encoding, notes = None, "", ()
    try:
        root = _parse(data)
    except etree.XMLSyntaxError as error:
        if "amplification" in str(error):
            message = "the file defines words by words until they fill the memory (an XML bomb): it is not read"
            raise UnreadableError(message) from None
        if not data.strip():
            raise UnreadableError("the file is empty: download or write it again") from None
        root, encoding, notes = _salvage(data, error.msg or "no XML")
    return Tree(root, encoding, notes + _unresolved(root))


def _parse(data: bytes, recover: bool = False) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    return etree.fromstring(data, parser)  # no entity is resolved and no DTD loaded


def _by_number(match: regex.Match) -> bytes:
    """Write a character that HTML has a name for by its number, as XML knows no such names."""
    name = match[1].decode()
    if match[1] in XML_ENTITIES or name not in name2codepoint:
        return match[0]
    return b"&#%d;" % name2codepoint[name]


def _salvage(data: bytes, reason: str) -> tuple[Any, str, tuple[tuple[str, str], ...]]:
    """Read a file that breaks the rules of XML: in another encoding, or what is there of it."""
    message = f"the XML is damaged ({reason}), and what could be read of it is kept: look whether the text is whole"
    notes = ((DAMAGED, message),)
    if OTHER_ENCODING.match(data) and (root := _parse_or_none(data, recover=True)) is not None:
        return root, "", notes
    text, encoding = decode(data)
    text = NO_CHARACTERS.sub("", text[DECLARATION.match(text).end() :])
    if not encoding.startswith("utf") and (root := _parse_or_none(text.encode(), recover=False)) is not None:
        return root, encoding, ()
    root = _parse_or_none(STRAY_AMPERSAND.sub("&amp;", text).encode(), recover=True)
    if root is None or not isinstance(root.tag, str):
        raise UnreadableError(f"the file is no XML ({reason}): look at what it is, and name it so")
    return root, encoding if not encoding.startswith("utf") else "", notes


def _parse_or_none(data: bytes, recover: bool) -> Any:
    try:
        return _parse(data, recover)
    except (etree.LxmlError, ValueError):
        return None


def _unresolved(root: Any) -> tuple[tuple[str, str], ...]:
    names = sorted({entity.text for entity in root.iter(etree.Entity)})
    if not names:
        return ()
    shown = ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")
    message = f"{shown} stand for text that is defined elsewhere; they are left as they are: write the text itself"
    return ((UNRESOLVED, message),)


def local_name(element: Any) -> str:
    """Return an element's name without its namespace; "" for an entity.

    >>> local_name(parse_xml(b'<p xmlns="urn:x"/>').root)
    'p'
    """
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(element: Any) -> str:
    """Return all text within an element on one line.

    >>> text_of(parse_xml(b"<p>The <b>road</b>\\nis closed.</p>").root)
    'The road is closed.'
    """
    return " ".join(SPACE.split("".join(_strings(element)))).strip()


def _strings(element: Any) -> Iterator[str]:
    if local_name(element):
        yield element.text or ""
        for child in element:
            yield from _strings(child)
            yield child.tail or ""
    else:
        yield element.text  # &name;


def list_blocks(
    element: Any,
    breaks: Callable[[Any], bool],
    skips: Callable[[Any], bool] = lambda element: False,
    reads: Callable[[Any], str | None] = lambda element: None,
) -> list[str]:
    """List the blocks of text within an element, each on one line.

    Parameters
    ----------
    element : lxml element
        Where to read.
    breaks, skips : callable
        Say of an element whether it stands apart from the text around it, and whether it is left out.
    reads : callable
        Says of an element what stands for it and all within it; None to read on.

    >>> root = parse_xml(b"<d><p>One.</p> <p>Two <i>and</i> three.</p></d>").root
    >>> list_blocks(root, lambda element: element.tag == "p")
    ['One.', 'Two and three.']
    """
    blocks: list[str] = []
    pieces: list[str] = []

    def flush() -> None:
        if text := " ".join(SPACE.split("".join(pieces))).strip():
            blocks.append(text)
        pieces.clear()

    def walk(inner: Any) -> None:
        if skips(inner):
            return
        if is_apart := breaks(inner):
            flush()
        known = reads(inner)
        if known is not None:
            pieces.append(known)
        else:
            pieces.append(inner.text or "")
            for child in inner if local_name(inner) else ():
                walk(child)
                pieces.append(child.tail or "")
        if is_apart:
            flush()

    walk(element)
    flush()
    return blocks
