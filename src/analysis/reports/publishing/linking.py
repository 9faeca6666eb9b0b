"""Reports in one folder -> the same, each name that has a report of its own leading to it."""

import html
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from analysis.reports.publishing.about import About, read_about
from analysis.reports.publishing.files import write_atomically
from analysis.reports.writing import showable

KINDS = ("organization", "speaker")
NAMED = re.compile(r'<(\w+)([^<>]* data-names="(organization|speaker)"[^<>]*)>([^<>]*)</\1>')
NAME = re.compile(r' data-name="([^"]*)"')
# No link that a notebook shows has this rel: a page's allow-list leaves none but noreferrer.
LINKED = re.compile(r'<a rel="related" href="[^"<>:/]*">([^<>]*)</a>')


def link_reports(folder: Path) -> list[Path]:
    """Let each organization and speaker that a report names lead to the report of that one, if it stands beside.

    What the files say follows from the folder's reports alone, in whatever order they were rendered; files that are
    no reports are left alone. Of several reports of one organization, that of the same data is chosen, and of those
    the one with the fewest other parameters.

    Parameters
    ----------
    folder : Path
        Where the reports are.

    Returns
    -------
    list of Path
        The files that have changed.
    """
    reports = {path: about for path in pages_in(folder) if (about := read_about(path))}
    return [path for path in reports if _link(path, reports)]


def pages_in(folder: Path) -> list[Path]:
    """Return the pages in a folder, sorted; what is called like one and is no file, as a folder, is none.

    >>> pages_in(Path("/no/such/folder"))
    []
    """
    return sorted(path for path in folder.glob("*.html") if path.is_file() and not path.name.startswith("."))


def address_of(file: str) -> str:
    """Write the name of a file as the address of a link in its folder, whatever signs the name has.

    >>> address_of("a.html"), address_of("50%: why #2?.html")
    ('a.html', '50%25%3A%20why%20%232%3F.html')
    """
    return quote(file, safe="", errors="surrogateescape")


def unlinked(page: str) -> str:
    """Return a page without the links to other reports: the page as it was rendered.

    Parameters
    ----------
    page : str
        A report's HTML.

    Examples
    --------
    >>> page = '<p><bdi data-names="speaker" data-name="Ana Ruiz">Ana Ruiz</bdi></p>'
    >>> linked(page, {("speaker", "Ana Ruiz"): "a.html"})
    '<p><bdi data-names="speaker" data-name="Ana Ruiz"><a rel="related" href="a.html">Ana Ruiz</a></bdi></p>'
    >>> unlinked(linked(page, {("speaker", "Ana Ruiz"): "a.html"})) == page
    True
    """
    return LINKED.sub(r"\1", page)


def linked(page: str, files: Mapping[tuple[str, str], str]) -> str:
    """Return a page whose names lead to files.

    Parameters
    ----------
    page : str
        A report's HTML.
    files : mapping of (str, str) to str
        The file of each kind (organization or speaker) and name.
    """

    def with_link(found: re.Match[str]) -> str:
        tag, attributes, kind, text = found.groups()
        name = NAME.search(attributes)
        file = files.get((kind, html.unescape(name[1]))) if name else None
        link = f'<a rel="related" href="{address_of(file)}">{text}</a>' if file else text
        return f"<{tag}{attributes}>{link}</{tag}>"

    return NAMED.sub(with_link, unlinked(page))


def files_beside(path: Path, reports: Mapping[Path, About]) -> dict[tuple[str, str], str]:
    """Return the files that the names of a report lead to.

    Parameters
    ----------
    path : Path
        The report that names them; it does not lead to itself.
    reports : mapping of Path to About
        What each report is of.
    """
    ranked: dict[tuple[str, str], list[tuple[bool, int, str]]] = {}
    for other, about in reports.items():
        if re.match(r"\d", about.notebook):  # a notebook to explore with is of nobody
            continue
        for kind in KINDS:
            if isinstance(name := about.values.get(kind), str) and name:
                rank = (about.data != reports[path].data, len(set(about.given) - {kind}), other.name)
                ranked.setdefault((kind, str(showable(name))), []).append(rank)  # as pages write it
    best = {named: min(ranks)[-1] for named, ranks in ranked.items()}
    return {named: file for named, file in best.items() if file != path.name}


def _link(path: Path, reports: Mapping[Path, About]) -> bool:
    """Write a report's links anew; tell whether that changed it."""
    before = path.read_bytes()
    try:
        after = linked(before.decode("utf-8"), files_beside(path, reports)).encode("utf-8")
    except UnicodeDecodeError:  # nothing that was written here
        return False
    if after != before:
        write_atomically(path, after)
    return after != before
