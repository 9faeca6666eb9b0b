"""Feeds of news: RSS (2.0, 1.0 and older) and Atom; one item a text."""

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree

from analysis.corpus.readers.blocks import plain_text
from analysis.corpus.readers.trees import local_name, text_of

ROOTS = ("rss", "RDF", "feed", "channel")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# Where the parts of an item stand; the first that is not empty is taken.
TEXTS = ("encoded", "content", "description", "summary")
DATES = ("published", "pubDate", "date", "issued", "updated", "modified")
AUTHORS = ("creator", "author")


def is_feed(root: Any) -> bool:
    """Say whether a tree is a feed.

    >>> from analysis.corpus.readers.trees import parse_xml
    >>> is_feed(parse_xml(b"<rss><channel><item/></channel></rss>").root)
    True
    """
    return local_name(root) in ROOTS and next(_entries(root), None) is not None


def _entries(root: Any) -> Iterator[Any]:
    return (element for element in root.iter() if local_name(element) in ("item", "entry"))


def read_feed(root: Any) -> Iterator[dict[str, str]]:
    """Yield the fields of each item of a feed; its HTML is made plain text, its date an ISO string."""
    channel = next((element for element in root.iter() if local_name(element) in ("channel", "feed")), root)
    shared = {
        "source": _plain(_first(channel, ("title",))),
        "language": _plain(_first(channel, ("language",))) or channel.get(LANGUAGE, ""),
    }
    for entry in _entries(root):
        found = {
            "title": _plain(_first(entry, ("title",))),
            "date": _date(entry),
            "author": "; ".join(filter(None, (_author(child) for child in entry if local_name(child) in AUTHORS))),
            "url": _address(entry),
            "language": entry.get(LANGUAGE, ""),
            "categories": "; ".join(filter(None, map(_category, entry))),
        }
        texts = [text for text in (_plain(_first(entry, (name,))) for name in TEXTS) if text]
        if len(texts) > 1:
            found["summary"] = texts[-1]
        own = {name: value for name, value in found.items() if value}
        yield {name: value for name, value in shared.items() if value} | own | {"text": texts[0] if texts else ""}


def _first(element: Any, names: tuple[str, ...]) -> Any:
    """Return the first child of these names that holds something, in the order of the names."""
    for name in names:
        for child in element:
            if local_name(child) == name and (len(child) or text_of(child)):
                return child
    return None


def _plain(element: Any) -> str:
    """Return the text of an element, which may be HTML as text or as elements, or plain."""
    if element is None:
        return ""
    if element.get("type") == "xhtml" or any(local_name(child) for child in element):
        html = (element.text or "") + "".join(etree.tostring(child, encoding="unicode") for child in element)
    else:
        html = "".join(part for part in element.itertext(with_tail=False))
    if element.get("type") in ("text", "text/plain") or not ("<" in html or "&" in html):
        return html.strip()
    return plain_text(html).strip()


def _date(entry: Any) -> str:
    element = _first(entry, DATES)
    value = "" if element is None else text_of(element)
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return value


def _author(element: Any) -> str:
    name = _first(element, ("name",))
    return text_of(element if name is None else name)


def _address(entry: Any) -> str:
    links = [child for child in entry if local_name(child) == "link"]
    for link in links:
        if link.get("rel", "alternate") == "alternate" and (address := link.get("href") or text_of(link)):
            return address
    guid = _first(entry, ("guid", "id"))
    address = "" if guid is None else text_of(guid)
    return address if address.startswith(("http://", "https://")) else ""


def _category(element: Any) -> str:
    if local_name(element) not in ("category", "subject"):
        return ""
    return element.get("label") or element.get("term") or text_of(element)
