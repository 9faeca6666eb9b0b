"""HTML of any origin -> elements that can neither run, load, cover nor lead astray."""

import html
import re
from collections.abc import Iterable

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from analysis.reports.writing import showable

DROPPED = frozenset(
    "applet audio base canvas dialog embed frame frameset iframe input link math meta noembed noframes noscript "
    "object optgroup option plaintext script select source style svg template textarea title track video xmp".split()
)
KEPT = frozenset(
    "a abbr article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span "
    "strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr".split()
)
VOID = frozenset("br col hr img wbr".split())
ATTRIBUTES = frozenset("aria-describedby aria-hidden aria-label aria-labelledby class dir id lang style title".split())
OWN_ATTRIBUTES = {
    "a": {"download", "href"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "li": {"value"},
    "ol": {"reversed", "start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
STYLES = frozenset(
    "direction font-style font-variant-numeric font-weight height margin margin-left max-width min-width overflow-wrap "
    "padding padding-left text-align vertical-align white-space width word-break".split()
)
STYLE_VALUE = re.compile(r"[\w\s.,%#+-]{1,80}")
CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]")
WEB = re.compile(r"https?://[^\s/]", re.IGNORECASE)
CSV = re.compile(r"data:text/csv;charset=utf-8;base64,[A-Za-z0-9+/]*={0,2}")
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/\s]*={0,2}\s*")


def sanitized(markup: str) -> HtmlElement:
    """Return what an allow-list leaves of some HTML, in a div.

    Scripts, styles, forms, frames and drawings go with all that they hold; of other unknown elements the content
    stays. Links lead to the web, within the page or to CSV that the page itself holds; pictures stand in the page.
    A picture that does not is replaced by its description. An SVG picture within img runs no script in any browser.

    Parameters
    ----------
    markup : str
        HTML, from whomever, well-formed or not.

    Examples
    --------
    >>> serialized(sanitized('<b onclick="x()">3 < 4</b><script>x()</script><a href="javascript:x()">y</a>'))
    '<b>3 &lt; 4</b><a>y</a>'
    """
    page = "<!DOCTYPE html><html><body><div>" + CONTROL.sub("\N{REPLACEMENT CHARACTER}", markup)
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    root.find("body")[0].tag = "body"  # the div only kept the parser from taking what stands first for a head
    for element in list(root.iterdescendants()):
        _sanitize(element)
    root.tag = "div"
    root.attrib.clear()
    return root


def serialized(element: HtmlElement) -> str:
    """Write what an element holds as HTML in which every `<` begins a tag of it, in text and attributes alike.

    Characters that cannot be seen and change what can are shown as a sign.

    Parameters
    ----------
    element : HtmlElement
        As `sanitized` gives it.

    Examples
    --------
    >>> serialized(sanitized('<img alt="a > b" src=data:image/png;base64,AA==>&amp;lt;'))
    '<img alt="a &gt; b" src="data:image/png;base64,AA==">&amp;lt;'
    """
    written: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node is element:
            written += [_escaped(node.text)] if event == "start" else []
        elif event == "start":
            attributes = "".join(f' {name}="{html.escape(value)}"' for name, value in node.attrib.items())
            written.append(f"<{node.tag}{attributes}>{_escaped(node.text)}")
        else:
            written.append(f"{'' if node.tag in VOID else f'</{node.tag}>'}{_escaped(node.tail)}")
    return str(showable("".join(written)))


def _escaped(text: str | None) -> str:
    return html.escape(text or "", quote=False)


def _sanitize(element: HtmlElement) -> None:
    if element.getparent() is None:
        return
    if element.tag in DROPPED:
        element.drop_tree()
    elif element.tag not in KEPT:
        element.drop_tag()
    else:
        allowed = _allowed(element.tag, element.attrib.items())
        element.attrib.clear()
        for name, value in allowed:
            element.set(name, value)
        if element.tag == "img" and "src" not in element.attrib:
            _describe(element)


def _allowed(tag: str, attributes: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the attributes that may stay, with what of their values may."""
    kept = []
    for name, value in attributes:
        known = name in ATTRIBUTES or name in OWN_ATTRIBUTES.get(tag, ()) or re.fullmatch(r"data-[a-z-]{1,40}", name)
        text = _allowed_value(name, value) if known else None
        if text is not None:
            kept.append((name, text))
    if any(name == "href" and WEB.match(value) for name, value in kept):
        kept.append(("rel", "noreferrer"))
    return kept


def _allowed_value(name: str, value: str) -> str | None:
    if name == "href":
        link = value.strip()
        return link if link.startswith("#") or WEB.match(link) or CSV.fullmatch(link) else None
    if name == "src":
        return "".join(value.split()) if PICTURE.fullmatch(value) else None
    if name == "style":
        return _allowed_style(value)
    return value


def _allowed_style(style: str) -> str | None:
    """Keep what sets a text or a table; what could load, cover or hide goes.

    >>> _allowed_style("text-align:right;position:fixed;width:url(x)")
    'text-align:right'
    """
    pairs = [(name.strip().lower(), value.strip()) for name, _, value in (d.partition(":") for d in style.split(";"))]
    kept = [f"{name}:{value}" for name, value in pairs if name in STYLES and STYLE_VALUE.fullmatch(value)]
    return ";".join(kept) or None


def _describe(picture: HtmlElement) -> None:
    """Put words in the place of a picture that is not part of the page."""
    picture.text = f"[picture that is not part of this page: {picture.get('alt') or 'without a description'}]"
    picture.tag = "span"
    for name in set(picture.attrib) - ATTRIBUTES:
        del picture.attrib[name]
