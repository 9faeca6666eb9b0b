"""XML: TEI, feeds, and files of any other vocabulary."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO

from lxml import etree

from analysis.corpus.readers.feeds import is_feed, read_feed
from analysis.corpus.readers.tei import is_tei, read_tei
from analysis.corpus.readers.trees import LARGEST_XML, list_blocks, local_name, parse_xml, text_of
from analysis.corpus.rows import Row, read_all

BODIES = ("text", "body", "content", "fulltext", "full_text")
# What names the parts of a text go by, in lower case.
NAMES = {
    "title": ("title", "headline", "hl1", "heading"),
    "date": ("date", "pubdate", "published", "publicationdate", "publication_date", "pub_date"),
    "author": ("author", "creator", "byline", "speaker"),
    "source": ("source", "publisher", "outlet"),
    "url": ("url", "link"),
    "language": ("language", "lang"),
}
# Elements that stand apart from the text around them, in every vocabulary that has them.
APART = frozenset(
    [
        *("p", "para", "paragraph", "head", "headline", "title", "section", "div", "li", "item", "tr", "br"),
        *("blockquote", "h1", "h2", "h3", "h4", "h5", "h6"),
    ]
)
UNSEEN = frozenset(["script", "style"])
LONGEST_FIELD = 500  # characters
NEAR_THE_TOP = 100  # elements


def read_xml(file: BinaryIO) -> Iterator[Row]:
    """Read an XML file: the texts of TEI, the items of a feed, else one document or one a record.

    Of other XML a text is its blocks: elements with text of their own; all in its element "text", "body" or
    "content" where there is one. Title, date, author, source, url and language come from elements or
    attributes of such names.

    >>> import io
    >>> [row.fields for row in read_xml(io.BytesIO(b"<a><title>Roads</title><body><p>Closed.</p></body></a>"))]
    [{'title': 'Roads', 'text': 'Closed.'}]
    """
    tree = parse_xml(read_all(file, LARGEST_XML))
    if is_tei(tree.root):
        found, is_many = read_tei(tree.root), local_name(tree.root).startswith("teiCorpus")
    elif is_feed(tree.root):
        found, is_many = read_feed(tree.root), True
    else:
        records = _records(tree.root)
        found, is_many = map(_read_record, records or [tree.root]), bool(records)
    notes = tree.notes
    for number, fields in enumerate(found, start=1):
        yield Row(number if is_many else None, tree.encoding, fields, notes=notes)
        notes = ()


def _records(root: Any) -> list[Any]:
    """List the records of a file that holds several of one kind, each with an element for its text."""
    children = [child for child in root if local_name(child)]
    alike = {local_name(child) for child in children}
    if len(children) < 2 or len(alike) > 1 or alike & APART:
        return []
    return children if all(_body(child) is not None for child in children) else []


def _body(root: Any) -> Any:
    """Find the element that holds the text, where one is named so."""
    bodies = [element for element in root.iterdescendants(etree.Element) if local_name(element).lower() in BODIES]
    return next((body for body in bodies if text_of(body)), None)


def _read_record(root: Any) -> dict[str, str]:
    body = _body(root)
    outside = _outside(root, body)
    named = _named(outside)
    fields = _attributes(root) | {name: text_of(element) for name, element in named.items()}
    if body is not None:
        fields = _own_fields(outside, named) | fields
    used = {element for name, element in named.items() if name != "title"}
    mixed = _mixed(root)
    blocks = list_blocks(
        root if body is None else body,
        breaks=lambda element: local_name(element).lower() in APART or element.getparent() not in mixed,
        skips=lambda element: element in used or local_name(element).lower() in UNSEEN,
    )
    return fields | {"text": "\n\n".join(blocks)}


def _outside(root: Any, body: Any) -> list[Any]:
    """List the elements of a record that may say something of its text: all outside of it, else the first ones."""
    if body is None:
        return list(islice(root.iterdescendants(etree.Element), NEAR_THE_TOP))
    inside = set(body.iter())
    return [element for element in root.iterdescendants(etree.Element) if element not in inside]


def _named(elements: list[Any]) -> dict[str, Any]:
    """Find the elements that hold the title, date and so on: the first short one of each name."""
    found: dict[str, Any] = {}
    for element in elements:
        name = next((name for name, others in NAMES.items() if local_name(element).lower() in others), None)
        if name and name not in found and 0 < len(text_of(element)) <= LONGEST_FIELD:
            found[name] = element
    return found


def _attributes(root: Any) -> dict[str, str]:
    """Take the title, date and so on from the attributes of a record."""
    lowered = {name.rpartition("}")[2].lower(): value for name, value in root.attrib.items()}
    found = {
        name: next((lowered[other] for other in others if lowered.get(other)), "") for name, others in NAMES.items()
    }
    return {name: value for name, value in found.items() if value}


def _own_fields(elements: list[Any], named: dict[str, Any]) -> dict[str, str]:
    """Take what else stands beside a text, where a name stands once and its value is short."""
    leaves = [element for element in elements if not len(element) and element not in named.values()]
    names = Counter(local_name(element) for element in leaves)
    values = {local_name(element): text_of(element) for element in leaves if names[local_name(element)] == 1}
    return {name: value for name, value in values.items() if 0 < len(value) <= LONGEST_FIELD and name not in NAMES}


def _mixed(root: Any) -> set[Any]:
    """Gather the elements that hold text of their own, within which others are no blocks."""
    found = set()
    for element in root.iter():
        if local_name(element) and (element.text or "").strip():
            found.add(element)
        if (element.tail or "").strip():
            found.add(element.getparent())
    return found
