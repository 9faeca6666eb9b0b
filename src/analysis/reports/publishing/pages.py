"""An executed notebook -> one page of HTML that stands alone."""

import base64
import hashlib
import re
from collections.abc import Iterable

import nbformat
from lxml.html import HtmlElement
from lxml.html.builder import DIV
from markdown_it import MarkdownIt
from markupsafe import Markup

from analysis.reports.display import TEMPLATES
from analysis.reports.publishing.about import About
from analysis.reports.publishing.files import file_name
from analysis.reports.publishing.numbering import let_wide_scroll, number, order_headings
from analysis.reports.publishing.outputs import shown
from analysis.reports.publishing.parameters import written
from analysis.reports.publishing.sanitizing import sanitized, serialized
from analysis.reports.publishing.thumbnails import MONTH, named
from analysis.reports.writing import cut

NOTEBOOK_ONLY = "notebook-only"
LONGEST_DESCRIPTION = 200


def page(executed: nbformat.NotebookNode, about: About) -> str:
    """Return what an executed notebook shows as a page of HTML.

    Whatever the notebook shows goes through an allow-list of elements and attributes: nothing of it can run or load,
    also where a browser does not know the content security policy, which forbids the same again.

    Parameters
    ----------
    executed : NotebookNode
        The notebook with its outputs.
    about : About
        What the report is of.
    """
    name = file_name(about.notebook, about.given)
    body = _body(_without_repetition(executed))
    number(body, name)
    order_headings(body, about.title)
    let_wide_scroll(body)
    _name_nobody_twice(body)
    opening, *sections = _sections(body)
    finding, rest = _split_after_finding(opening)
    style = written_style(
        "report/style.css.j2", marked=bool(body.xpath('.//article[contains(@class, "marked-document")]'))
    )
    return TEMPLATES.get_template("report/page.html.j2").render(
        about=about,
        title=cut(about.title),
        name=name,
        period=period(about.first, about.last),
        description=_description(finding[:1]),
        finding=_html(finding),
        opening=_html(rest),
        sections=[_section(section) for section in sections],
        changed=_parameters(about, differing=True),
        unchanged=_parameters(about, differing=False),
        style=style,
        style_hash=digest(style),
    )


def written_style(template: str, **settings: bool) -> Markup:
    """Return a style sheet, as it stands in a page.

    Parameters
    ----------
    template : str
        Its template.
    settings : bool
        What the template asks for.
    """
    return Markup(TEMPLATES.get_template(template).render(**settings))  # noqa: S704 (of the package, nobody's text)


def digest(text: str) -> str:
    """Return the digest by which a content security policy lets one style sheet or script pass, and no other.

    >>> digest("alert('Hello, world.');")
    'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='
    """
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def period(first: str, last: str) -> str:
    """Write the months that documents are from: of many no day is known.

    Parameters
    ----------
    first, last : str
        The first and the last day, as 2023-02-22; empty where none is known.

    Examples
    --------
    >>> period("2022-12-12", "2023-09-28"), period("2023-02-01", "2023-02-28"), period("", "")
    ('December 2022 to September 2023', 'February 2023', '')
    """
    months = [named(day[:7]) for day in (first, last) if MONTH.match(day)]
    return " to ".join(dict.fromkeys(months))


def _body(executed: nbformat.NotebookNode) -> HtmlElement:
    """Put what the cells show into one element; each cell is mended by itself, so that none reaches into another."""
    body = DIV()
    for cell in executed.cells:
        if NOTEBOOK_ONLY in cell.metadata.get("tags", []):
            continue
        of_cell = sanitized(_markdown(cell.source)) if cell.cell_type == "markdown" else None
        for part in [of_cell] if of_cell is not None else shown(cell.get("outputs", [])):
            if (part.text or "").strip():
                part.insert(0, _paragraph(part))
            body.extend(list(part))
    return body


def _paragraph(part: HtmlElement) -> HtmlElement:
    text, part.text = part.text, None
    paragraph = DIV()
    paragraph.text = text
    return paragraph


def _markdown(source: str) -> str:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(source)


def _name_nobody_twice(body: HtmlElement) -> None:
    """Take the marks of names from within links and summaries, which cannot hold a link of their own."""
    for name in body.xpath(".//a//span[@data-names] | .//summary//span[@data-names]"):
        del name.attrib["data-names"]


def _sections(body: HtmlElement) -> list[list[HtmlElement]]:
    """Part what a page shows at its headings; what stands before the first of them is the opening."""
    sections: list[list[HtmlElement]] = [[]]
    for element in body:
        if element.tag == "h2":
            sections.append([])
        sections[-1].append(element)
    return sections


def _split_after_finding(opening: list[HtmlElement]) -> tuple[list[HtmlElement], list[HtmlElement]]:
    """Part the opening behind its first finding, with what opens below that."""
    classes = [set(element.get("class", "").split()) for element in opening]
    after = next((place + 1 for place, names in enumerate(classes) if "finding" in names), 0)
    after += 0 < after < len(opening) and "of-finding" in classes[after]
    return opening[:after], opening[after:]


def _section(elements: list[HtmlElement]) -> dict[str, str | Markup]:
    heading = elements[0]
    title = " ".join(" ".join(heading.xpath('.//text()[not(parent::a[@class="permalink"])]')).split())
    return {"id": heading.get("id"), "title": title, "html": _html(elements)}


def _html(elements: Iterable[HtmlElement]) -> Markup:
    holder = DIV()
    holder.extend(elements)
    return Markup(serialized(holder))  # noqa: S704 (sanitized)


def _description(finding: list[HtmlElement]) -> str:
    """Return the beginning of the finding, for whoever shows a link to the page; it moves nothing."""
    words = " ".join(" ".join(element.text_content() for element in finding).split())
    return words if len(words) <= LONGEST_DESCRIPTION else words[:LONGEST_DESCRIPTION].rpartition(" ")[0] + " …"


def _parameters(about: About, *, differing: bool) -> dict[str, str]:
    """Return the parameters that were given, or those that were left as they are declared, as text."""
    return {
        name: written(value) if value not in ("", None, []) else "(not set)"
        for name, value in about.values.items()
        if (name in about.given) == differing
    }


def _without_repetition(executed: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Leave out cells that show what was shown before, and sections left empty: what is not there is said once."""
    sections: list[list[nbformat.NotebookNode]] = [[]]
    said: set[str] = set()
    for cell in executed.cells:
        if cell.cell_type == "markdown":
            sections.append([])
        texts = _texts(cell)
        cell.metadata["repeats"] = bool(texts) and said.issuperset(texts)
        said.update(texts)
        sections[-1].append(cell)
    executed.cells = []
    for section in sections:
        new = [cell for cell in section if not cell.metadata.pop("repeats")]
        if len(new) == len(section) or any(map(_texts, new)):
            executed.cells += new
    return executed


def _texts(cell: nbformat.NotebookNode) -> list[str]:
    """Return what a cell shows, without tags; pictures are compared as they are."""
    shown = [output.get("data", {}).get("text/html") or str(output) for output in cell.get("outputs", [])]
    return [" ".join(re.sub(r"<[^<>]*>", " ", html).split()) if "<img" not in html else html for html in shown]
