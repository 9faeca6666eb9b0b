"""What a cell put out -> elements of a page: the richest form that a page without scripts can show."""

import base64
import html
import re
from collections.abc import Iterable

import nbformat
from lxml.html import HtmlElement
from markdown_it import MarkdownIt

from analysis.reports.publishing.sanitizing import sanitized

ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])")
PICTURES = ("image/svg+xml", "image/png", "image/jpeg")


def shown(outputs: Iterable[nbformat.NotebookNode]) -> list[HtmlElement]:
    """Return what the outputs of a cell show, each sanitized; messages to stderr are left out.

    Parameters
    ----------
    outputs : iterable of NotebookNode
        The outputs of a code cell.

    Examples
    --------
    >>> output = nbformat.v4.new_output("display_data", {"text/html": "<b>3</b>", "text/plain": "3"})
    >>> [element.text_content() for element in shown([output])]
    ['3']
    """
    return [element for output in outputs if (element := _shown(output)) is not None]


def _shown(output: nbformat.NotebookNode) -> HtmlElement | None:
    if output.output_type == "stream":
        return _as_written(output.text) if output.name == "stdout" else None
    if output.output_type == "error":
        return _as_written(f"{output.ename}: {output.evalue}")
    data = {kind: "".join(value) for kind, value in output.get("data", {}).items() if isinstance(value, str | list)}
    return _richest(data)


def _richest(data: dict[str, str]) -> HtmlElement | None:
    """Return HTML if something of it is left, else Markdown, a picture, or the text alone."""
    if "text/html" in data:
        element = sanitized(data["text/html"])
        if element.text_content().strip() or element.find(".//img") is not None:
            return element
    if "text/markdown" in data:
        return sanitized(MarkdownIt("commonmark").enable("table").render(data["text/markdown"]))
    for kind in PICTURES:
        if kind in data:
            return _picture(kind, data[kind], data.get("text/plain", ""))
    return _as_written(data["text/plain"]) if "text/plain" in data else None


def _picture(kind: str, content: str, text: str) -> HtmlElement:
    """Show a picture; an SVG one too as a picture, which runs and loads nothing."""
    encoded = base64.b64encode(content.encode()).decode() if kind == PICTURES[0] else "".join(content.split())
    alt = f"Figure without a description {text}".strip()
    return sanitized(f'<figure><img alt="{html.escape(alt)}" src="data:{kind};base64,{encoded}"></figure>')


def _as_written(text: str) -> HtmlElement:
    return sanitized(f"<pre>{html.escape(ANSI.sub('', text))}</pre>")
