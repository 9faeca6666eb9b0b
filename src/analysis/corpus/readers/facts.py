"""What a web page says about its article: title, author, date, site, address, language."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml.html import HtmlElement

from analysis.corpus.dating import parse_date
from analysis.corpus.readers.articles import FURNITURE, hush

LONGEST = 1000  # characters; what is longer is no title, author or site
DEEPEST_DATA = 8  # levels of JSON-LD; articles stand in the first three
ARTICLES = ("article", "posting", "report", "review", "pressrelease", "webpage")
# Names of <meta> for the day of publication, the most certain first; none of the days of a change.
DATE_NAMES = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_date",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "parsely-pub-date",
    "sailthru.date",
    "publication_date",
    "publish_date",
    "publish-date",
    "publishdate",
    "published_date",
    "pubdate",
    "date",
)


def page_facts(tree: HtmlElement) -> dict[str, str]:
    """Gather what a page says about itself; what it does not say is left out.

    >>> from analysis.corpus.readers.blocks import parse_page
    >>> page_facts(parse_page('<html lang="en"><meta name="dc.date" content="2023-02"><h1>The road</h1>'))
    {'title': 'The road', 'date': '2023-02', 'language': 'en'}
    """
    said = _described(tree)
    facts = {
        "title": said.get("title"),
        "author": said.get("author"),
        "date": page_date(tree),
        "source": said.get("sitename"),
        "url": _address(tree),
        "language": tree.get("lang") or tree.get("xml:lang"),
    }
    lines = {name: " ".join(value.split()) for name, value in facts.items() if value}
    return {name: line for name, line in lines.items() if 0 < len(line) <= LONGEST}


def _described(tree: HtmlElement) -> dict[str, str]:
    from trafilatura.metadata import extract_metadata  # slow to import

    hush()
    fast_dates = {"original_date": True, "extensive_search": False}  # not used: they are guesses
    try:
        found = extract_metadata(deepcopy(tree), date_config=fast_dates, extensive=False)
    except Exception:  # whatever a hostile page makes it stumble over, its text can still be read
        return {}
    return {name: getattr(found, name) or "" for name in ("title", "author", "sitename")}


def page_date(tree: HtmlElement) -> str:
    """Return the day of publication as the page states it, with its time and zone; empty where it does not.

    Looked at are, in this order: JSON-LD (schema.org datePublished of an article), <meta>, elements marked as
    datePublished, and <time> elements when all of them name one day. A date of a change is never taken, and
    none is guessed from the text or the address. Of several, the first that can be read is taken.
    """
    stated = [date.strip() for date in _stated(tree) if date.strip()]
    return next((date for date in stated if _readable(date)), stated[0] if stated else "")[:LONGEST]


def _stated(tree: HtmlElement) -> Iterator[str]:
    yield from _data_dates(tree)
    named: dict[str, str] = {}
    for element in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            named.setdefault(element.get(attribute, "").strip().lower(), element.get("content", ""))
    yield from (named[name] for name in DATE_NAMES if name in named)
    marked = tree.xpath("//*[not(self::meta)][@itemprop='datePublished' or @pubdate or @class='dt-published']")
    yield from (_date_of(element) for element in marked[:1])
    times = [_date_of(element) for element in tree.iter("time") if not _in_furniture(element)]
    if len({_readable(time) for time in times}) == 1:
        yield times[0]


def _date_of(element: Any) -> str:
    return element.get("datetime") or element.get("content") or " ".join(element.itertext())


def _in_furniture(element: Any) -> bool:
    return any(parent.tag in FURNITURE for parent in element.iterancestors())


def _readable(date: str) -> str:
    """Return the day and precision of a date as one string, empty where it cannot be read."""
    try:
        day, precision = parse_date(date)
    except ValueError:
        return ""
    return f"{day:%Y-%m-%d} {precision}" if precision else ""


def _data_dates(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        if script.get("type", "").strip().lower() == "application/ld+json":
            try:
                data = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            yield from _published(data, DEEPEST_DATA)


def _published(data: Any, depth: int) -> Iterator[str]:
    """Yield datePublished of the articles that a page describes as its own, not of those that these mention."""
    if isinstance(data, list) and depth:
        for item in data:
            yield from _published(item, depth - 1)
    elif isinstance(data, dict) and depth:
        kind = json.dumps(data.get("@type", "")).lower()
        if isinstance(data.get("datePublished"), str) and any(name in kind for name in ARTICLES):
            yield data["datePublished"]
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _published(data.get(name), depth - 1)


def _address(tree: HtmlElement) -> str:
    """Return the address that the page gives as its own, if it is a whole one."""
    canonical = [link.get("href", "") for link in tree.iter("link") if link.get("rel", "").lower() == "canonical"]
    shared = [meta.get("content", "") for meta in tree.iter("meta") if meta.get("property", "").lower() == "og:url"]
    whole = (url.strip() for url in canonical + shared)
    return next((url for url in whole if url.lower().startswith(("http://", "https://"))), "")
