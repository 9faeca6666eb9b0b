"""Whether somebody sits at a notebook who can use its fields, and what stands there where nobody does."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from analysis.reports.display import TEMPLATES

WIDGET = "application/vnd.jupyter.widget-view+json"
# A view is read, so its lines stand as in a cell's output; a concordance is aligned by letters of one width.
STYLES = """<style>
.discourse-view>.widget-html-content{line-height:1.6}
.discourse-said p{margin:0}
.discourse-view mark{background:#ffe08a;color:#1c2226}
.discourse-lines select{font-family:var(--jp-code-font-family,monospace);font-size:13px;overflow-x:auto}
.discourse-lines.discourse-lines{width:100%}
.discourse-table td{max-width:22rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap!important}
.discourse-table :is(th,td).dt-left.dt-left{text-align:left!important}
</style>"""

# JupyterLab takes arrows and letters for commands to the notebook, unless what has the focus tells it not to.
KEYS = """<script>
if (!window.discourseKeys) {
    window.discourseKeys = true;
    document.addEventListener("focusin", event => {
        if (event.target.closest?.(".discourse-fields")) {
            event.target.setAttribute("data-lm-suppress-shortcuts", "true");
        }
    });
}
</script>"""


@dataclass(frozen=True, repr=False)
class Explorer:
    """A view of the corpus, with fields that change it for whoever sits at the notebook.

    Everywhere else, in papermill, nbconvert, reports and on the pages of a repository, it is the view alone: no
    widget is made there, as its state would be kept in the notebook and differ each time.

    Attributes
    ----------
    html : str
        The view as it begins.
    fields : callable, optional
        Makes the fields, and the view below them, from the view as it begins; None for a view without fields.
    """

    html: str
    fields: Callable[[str], Any] | None = None

    def _repr_html_(self) -> str:
        return self.html

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        if self.fields is None or not somebody_is_there():
            return {}
        try:
            return {WIDGET: self.fields(self.html)._repr_mimebundle_()[WIDGET]}
        except ImportError:  # the extra lab is not installed
            return {}


def somebody_is_there() -> bool:
    """Return whether the cell that runs was sent by a program that can ask a person for input, as JupyterLab can.

    papermill and nbconvert say with each cell that they cannot.

    >>> somebody_is_there()
    False
    """
    try:
        kernel = sys.modules["IPython"].get_ipython().kernel
        return bool(kernel.get_parent("shell")["content"]["allow_stdin"])
    except (AttributeError, KeyError, TypeError):
        return False


def html_of(*parts: Any) -> str:
    """Write charts, tables and findings one below the other.

    Parameters
    ----------
    parts : Chart, Table, Finding, ...
        What shows itself as HTML.
    """
    return "\n".join(part._repr_html_() for part in parts)


def with_fields(rows: Iterable[Any], watched: Iterable[Any], html: str, draw: Callable[[], str]) -> Any:
    """Put fields above a view, which is drawn anew whenever one of them changes.

    Parameters
    ----------
    rows : iterable of widget
        What stands above the view.
    watched : iterable of widget
        Those whose value decides what is shown.
    html : str
        The view as it begins.
    draw : callable
        Gives the view for the values as they are; what it raises is shown as one line in the view's place.
    """
    view, said = shown_html(html), said_html()

    def redraw(_change: object) -> None:
        said.value = message("Looking …")
        try:
            view.value, said.value = draw(), ""
        except Exception as error:  # a callback's traceback would be seen by nobody
            view.value, said.value = "", message(fault(error))

    for field in watched:
        field.observe(redraw, "value")
    return fields_box([*rows, said, view])


def fields_box(parts: Iterable[Any]) -> Any:
    """Put fields and views one below the other, and let the keys that are pressed there be theirs.

    Parameters
    ----------
    parts : iterable of widget
        From the top to the bottom.
    """
    from ipywidgets import HTML, Output, VBox

    keys = {"output_type": "display_data", "data": {"text/html": KEYS}, "metadata": {}}
    box = VBox([HTML(STYLES), Output(outputs=(keys,)), *parts])
    box.add_class("discourse-fields")
    return box


def shown_html(html: str) -> Any:
    """Return a widget that shows HTML of our templates as JupyterLab shows that of a cell."""
    from ipywidgets import HTML

    view = HTML(html)
    view.add_class("jp-RenderedHTMLCommon")
    view.add_class("discourse-view")
    return view


def said_html(html: str = "") -> Any:
    """Return a widget for what is said about a view: that it is drawn, or why it cannot be."""
    from ipywidgets import HTML

    said = HTML(html)
    said.add_class("discourse-said")
    return said


def message(text: str) -> str:
    """Write a line that is read aloud when it appears.

    >>> message("no <term>")
    '<p class="note" role="status">no &lt;term&gt;</p>'
    """
    return TEMPLATES.get_template("message.html.j2").render(text=text)


def fault(error: Exception) -> str:
    """Say in a line what went wrong; a query that cannot be read is shown with the place.

    >>> fault(ValueError("the query is empty")), fault(KeyError("date"))
    ('the query is empty', "KeyError: 'date'")
    """
    said = str(error).strip()
    return said if isinstance(error, ValueError) and said else f"{type(error).__name__}: {said}"
