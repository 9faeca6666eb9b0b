"""Figures, tables and headings of a page -> their numbers, their ids, and the names of what can be saved of them."""

import re
from collections import Counter

from lxml.html import HtmlElement
from lxml.html.builder import CLASS, DIV, A

LONGEST_LABEL = 120
LONGEST_ID = 60
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def number(body: HtmlElement, name: str) -> None:
    """Number the figures and the tables of a page in its order, and name the files that they can be saved as.

    Parameters
    ----------
    body : HtmlElement
        What the page shows, as `sanitized` gives it; changed in place.
    name : str
        The report's name, which the names of its CSV files begin with.

    Examples
    --------
    >>> from analysis.reports.publishing.sanitizing import sanitized
    >>> body = sanitized('<figure><figcaption><span class="number" data-counts="figure"></span>A</figcaption></figure>')
    >>> number(body, "report"); body.text_content(), body[0].get("id")
    ('Figure 1. A', 'figure-1')
    """
    counts: Counter[str] = Counter()
    for element in body.xpath('.//span[@data-counts="figure" or @data-counts="table"] | .//a[@download]'):
        if element.tag == "a":
            counts["data"] += 1
            whose = _whose(element) or f"data-{counts['data']}"
            element.set("download", f"{name}-{whose}.csv")
        else:
            kind = element.get("data-counts")
            counts[kind] += 1
            _number(element, kind, counts[kind])


def let_wide_scroll(body: HtmlElement) -> None:
    """Give each table and picture a box that scrolls by itself, that the keyboard reaches and that says what it holds.

    On a phone the letters of a picture could not be read if it were made as narrow as the screen.

    Parameters
    ----------
    body : HtmlElement
        What the page shows; changed in place.

    Examples
    --------
    >>> from analysis.reports.publishing.sanitizing import sanitized
    >>> body = sanitized("<table><tr><td>1</td></tr></table>")
    >>> let_wide_scroll(body); sorted(body[0].attrib.items())
    [('aria-label', 'Table'), ('class', 'table'), ('role', 'region'), ('tabindex', '0')]
    """
    said: Counter[str] = Counter()
    for wide in body.xpath(".//table | .//figure/img"):
        kind = "picture" if wide.tag == "img" else "table"
        box = wide.getparent()
        if box.tag != "div" or box.get("class") != kind:
            box = DIV(CLASS(kind))
            wide.addprevious(box)
            box.tail, wide.tail = wide.tail, None
            box.append(wide)
        label = _label(box, "Figure" if kind == "picture" else "Table")
        said[label] += 1
        box.set("tabindex", "0")
        box.set("role", "region")
        box.set("aria-label", label if said[label] == 1 else f"{label} ({said[label]})")


def order_headings(body: HtmlElement, title: str) -> None:
    """Let no heading stand above those of sections, or skip a level; give each an id and a link to itself.

    A heading that only repeats the title is left out.

    Parameters
    ----------
    body : HtmlElement
        What the page shows; changed in place.
    title : str
        The page's own title.

    Examples
    --------
    >>> from analysis.reports.publishing.sanitizing import sanitized
    >>> body = sanitized("<h1>When, and who?</h1><h5>Who</h5>")
    >>> order_headings(body, "Report"); [(heading.tag, heading.get("id")) for heading in body]
    [('h2', 'when-and-who'), ('h3', 'who')]
    """
    taken = {element.get("id") for element in body.iter() if element.get("id")}
    level = 1
    for heading in list(body.iter(*HEADINGS)):
        text = " ".join(heading.text_content().split())
        if not text or (heading.tag == "h1" and text == title):
            heading.drop_tree()
            continue
        level = min(max(int(heading.tag[1]), 2), level + 1)
        heading.tag = f"h{level}"
        heading.set("id", _free(_slug(text), taken))
        link = A("#", CLASS("permalink"), href=f"#{heading.get('id')}")
        link.set("aria-label", f"Link to “{text[:LONGEST_LABEL]}”")
        heading.append(link)


def _number(mark: HtmlElement, kind: str, count: int) -> None:
    """Write a number where its mark stands, as a link to what it numbers."""
    ident = f"{kind}-{count}"
    _numbered(mark).set("id", ident)
    mark.text = None
    for child in list(mark):
        child.drop_tree()
    link = A(f"{kind.capitalize()} {count}.", href=f"#{ident}")
    link.tail = " "
    mark.append(link)


def _numbered(mark: HtmlElement) -> HtmlElement:
    """Return what a number stands for: the figure around it, else what it stands in."""
    return next(mark.iterancestors("figure", "article", "section"), mark)


def _whose(element: HtmlElement) -> str:
    """Return the id of the figure or table that something belongs to."""
    ids = (around.get("id", "") for around in element.iterancestors("figure", "article", "section"))
    return next((ident for ident in ids if re.fullmatch(r"(?:figure|table)-\d+", ident)), "")


def _label(box: HtmlElement, kind: str) -> str:
    """Say what a box holds: its number and caption, or whose data."""
    around = next(box.iterancestors("figure"), None)
    caption = "" if around is None else " ".join("".join(around.xpath("./figcaption//text()")).split())
    data = any("data" in details.get("class", "").split() for details in box.iterancestors("details"))
    label = f"{'Data behind ' if data else ''}{caption}"[:LONGEST_LABEL]
    return label if caption else "Data" if data else kind


def _slug(text: str) -> str:
    return re.sub(r"\W+", "-", text.lower())[:LONGEST_ID].strip("-") or "section"


def _free(ident: str, taken: set[str]) -> str:
    """Return an id that nothing else has, and take it.

    >>> _free("who", {"who", "who-2"})
    'who-3'
    """
    number = 1
    while (free := ident if number == 1 else f"{ident}-{number}") in taken:
        number += 1
    taken.add(free)
    return free
