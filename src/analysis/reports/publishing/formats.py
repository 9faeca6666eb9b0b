"""The formats that a report can be written in, beside its page of HTML."""

import re
from collections.abc import Sequence
from pathlib import Path

from analysis.choices import choose
from analysis.reports.publishing.about import About
from analysis.reports.publishing.files import write_atomically

HTML, PDF, NOTEBOOK, MARKDOWN = "html", "pdf", "notebook", "md"
BESIDE = re.compile(rb"\]\(([A-Za-z0-9-]+-files/[A-Za-z0-9.-]+)\)")
ENDINGS = {HTML: ".html", PDF: ".pdf", NOTEBOOK: ".ipynb", MARKDOWN: ".md"}


class FormatError(ValueError):
    """A format that there is not, or that cannot be written here."""


def chosen(formats: Sequence[str]) -> list[str]:
    """Return the formats to write beside the page of HTML, each once.

    Raises
    ------
    FormatError
        There is no such format.

    >>> chosen(["md", "html", "md"])
    ['md']
    >>> chosen(["markdown"])
    Traceback (most recent call last):
    analysis.reports.publishing.formats.FormatError: there is no format 'markdown'. There are: html, pdf, notebook, md
    """
    try:
        named = [choose(name, ENDINGS, "format") for name in formats]
    except ValueError as error:
        raise FormatError(str(error)) from None
    return [name for name in dict.fromkeys(named) if name != HTML]


def path_of(page: Path, kind: str) -> Path:
    """Return the path of a report in a format: it is called as its page, with another ending.

    >>> path_of(Path("reports/overview.html"), "notebook").name
    'overview.ipynb'
    """
    return page.with_name(page.name.removesuffix(ENDINGS[HTML]) + ENDINGS[kind])


def is_fresh(path: Path, kind: str, about: About) -> bool:
    """Tell whether a file was written from the same as the report would be now: its fingerprint stands in it.

    Parameters
    ----------
    path : Path
        The file.
    kind : str
        Its format.
    about : About
        What the report would be of.
    """
    try:
        written = path.read_bytes()
    except OSError:
        return False
    return about.fingerprint.encode() in written and _is_whole(path, kind, written)


def _is_whole(path: Path, kind: str, written: bytes) -> bool:
    """Tell whether a PDF has its end, and Markdown all the files that it shows."""
    if kind == MARKDOWN:
        return all((path.parent / name.decode()).is_file() for name in BESIDE.findall(written))
    return kind != PDF or written.rstrip().endswith(b"%%EOF")


def write(kind: str, page: Path, html: str, about: About, notebook: str) -> Path:
    """Write a report in a format.

    Parameters
    ----------
    kind : str
        The format.
    page : Path
        The file that its page of HTML stands in.
    html : str
        The page.
    about : About
        What the report is of.
    notebook : str
        The executed notebook as JSON, for the format notebook.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    FormatError
        No program that writes PDF is there, or it failed.
    """
    path = path_of(page, kind)
    if kind == MARKDOWN:
        from analysis.reports.publishing.markdown import write_markdown

        write_markdown(path, html, about)
    elif kind == PDF:
        from analysis.reports.publishing.printing import print_pdf

        write_atomically(path, print_pdf(html, about, page))
    else:
        write_atomically(path, notebook.encode("utf-8"))
    return path
