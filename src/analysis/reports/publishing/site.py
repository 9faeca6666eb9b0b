"""Rendered reports -> one page that leads to them."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from analysis.reports.display import TEMPLATES
from analysis.reports.publishing.about import About, read_about
from analysis.reports.publishing.files import write_atomically
from analysis.reports.publishing.linking import address_of, pages_in
from analysis.reports.publishing.ownership import is_ours, refuse_foreign
from analysis.reports.publishing.pages import digest, period, written_style
from analysis.reports.publishing.thumbnails import MONTH, Series, downscaled, read_series, small_multiples
from analysis.reports.publishing.versions import versions

INDEX = "index.html"
ERROR = ".error.html"
LONGEST_TITLE = 200
LONGEST_TEXT = 320
GROUPS = ("Overview", "Organizations", "Speakers", "Explorations")
MOST_MONTHS = 36


@dataclass(frozen=True)
class Entry:
    """What the index says of a report.

    Attributes
    ----------
    file : str
        Its file.
    about : About
        What it says of itself.
    finding : str
        Its first finding.
    series : Series or None
        What its first figure over time draws.
    picture : str
        A small picture of its first figure, where it has no series.
    """

    file: str
    about: About
    finding: str
    series: Series | None
    picture: str


def write_index(folder: Path, data: str) -> Path:
    """Write index.html, with a line and a small picture for each report in a folder; failed ones come first.

    Parameters
    ----------
    folder : Path
        Where the reports are.
    data : str
        The data hash of the corpus as it is now; reports of other data are marked.

    Returns
    -------
    Path
        The index.

    Raises
    ------
    ForeignFileError
        There is an index.html that somebody else made.
    """
    refuse_foreign(folder / INDEX)
    paths = [path for path in pages_in(folder) if path.name != INDEX]
    entries = [entry for path in paths if not path.name.endswith(ERROR) and (entry := _entry(path))]
    failed = [failure for path in paths if path.name.endswith(ERROR) and (failure := _failure(path))]
    style, script = written_style("index.css.j2"), written_style("index.js.j2")
    page = TEMPLATES.get_template("index.html.j2").render(
        groups=_groups(entries, data),
        failed=failed,
        count=len(entries),
        times=_times(entries),
        data=data,
        style=style,
        style_hash=digest(style),
        script=script,
        script_hash=digest(script) if len(entries) > 1 else "",  # nothing to search, no script
    )
    write_atomically(folder / INDEX, page.encode("utf-8"))
    return folder / INDEX


def _entry(path: Path) -> Entry | None:
    about = read_about(path)
    if about is None:
        return None
    page = _parsed(path)
    findings = page.xpath('//p[contains(concat(" ", @class, " "), " finding ")]')
    finding = bounded(findings[0].text_content(), LONGEST_TEXT) if findings else ""
    every = map(read_series, page.xpath("//figure/@data-series"))
    series = next((one for one in every if one), None)
    picture = "" if series else downscaled(page.xpath("//img/@src"))
    return Entry(path.name, about, finding, series, picture)


def _failure(path: Path) -> dict[str, str] | None:
    """Return what failed and why; nothing of a page that is none of ours."""
    try:
        content = json.loads("".join(_parsed(path).xpath('//meta[@name="report-error"]/@content')[:1]))
        failure = {name: bounded(str(content[name]), LONGEST_TEXT) for name in ("title", "notebook", "error")}
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    before = path.name.removesuffix(ERROR) + ".html"
    earlier = address_of(before) if is_ours(path.with_name(before)) else ""
    return failure | {"file": address_of(path.name), "before": earlier}


def _parsed(path: Path) -> HtmlElement:
    try:
        return document_fromstring(path.read_bytes(), parser=HTMLParser(encoding="utf-8", huge_tree=True))
    except (etree.ParserError, FileNotFoundError):  # an empty file; an error page that another run has just removed
        return document_fromstring("<html></html>")


def bounded(text: str, longest: int) -> str:
    """Return a text on one line, cut where it is too long for a list.

    >>> bounded("one  two three", 9)
    'one two …'
    """
    beginning = " ".join(text[: 8 * longest].split())
    if len(beginning) <= longest and len(text) <= 8 * longest:
        return beginning
    words = beginning[: longest - 2].rpartition(" ")[0]
    return f"{words if 2 * len(words) > longest else beginning[: longest - 2]} …"


def _groups(entries: list[Entry], data: str) -> list[dict]:
    """Put the reports into groups by what they are of; those of one notebook are drawn with one scale."""
    drawn: dict[str, dict] = {}
    for notebook in {entry.about.notebook for entry in entries}:
        of_notebook = {entry.file: entry.series for entry in entries if entry.about.notebook == notebook}
        drawn |= small_multiples({file: series for file, series in of_notebook.items() if series})
    by_name = sorted(entries, key=lambda entry: (entry.about.title.casefold(), entry.file))
    of_group = {name: [entry for entry in by_name if _group(entry.about) == name] for name in GROUPS}
    return [
        {
            "name": name,
            "shared": len({entry.about.notebook for entry in of_group[name] if entry.file in drawn}) == 1,
            "reports": [_card(entry, data) | {"drawing": drawn.get(entry.file)} for entry in of_group[name]],
        }
        for name in GROUPS
        if of_group[name]
    ]


def _group(about: About) -> str:
    """Say which group a report belongs to: what it is of is a parameter of its template.

    Notebooks to explore with, whose names begin with a number, may have such a parameter too.
    """
    if about.notebook == "overview":
        return "Overview"
    if not re.match(r"\d", about.notebook):
        if "organization" in about.values or about.notebook.startswith("organization"):
            return "Organizations"
        if "speaker" in about.values or about.notebook.startswith("speaker"):
            return "Speakers"
    return "Explorations"


def _card(entry: Entry, data: str) -> dict[str, str]:
    about = entry.about
    present = versions()
    other = [
        f"{name} {about.versions[name]}" for name in present if about.versions.get(name, present[name]) != present[name]
    ]
    names = [str(about.values[name]) for name in ("organization", "speaker", "reference") if about.values.get(name)]
    return {
        "file": address_of(entry.file),
        "title": bounded(about.title, LONGEST_TITLE),
        "scope": bounded(about.scope, LONGEST_TITLE),
        "finding": entry.finding,
        "picture": entry.picture,
        "period": period(about.first, about.last),
        "first": about.first[:10],
        "last": about.last[:10],
        "names": bounded(" · ".join(names), LONGEST_TEXT),
        "other_data": about.data != data,
        "other_versions": ", ".join(other),
    }


def _times(entries: Iterable[Entry]) -> list[str]:
    """Return the months that reports can be chosen by, or the years where these are many."""
    days = [day for entry in entries for day in (entry.about.first, entry.about.last) if MONTH.match(day)]
    if not days:
        return []
    first, last = (int(day[:4]) * 12 + int(day[5:7]) - 1 for day in (min(days), max(days)))
    if last - first < MOST_MONTHS:
        return [f"{month // 12}-{month % 12 + 1:02}" for month in range(first, last + 1)]
    return [str(year) for year in range(first // 12, last // 12 + 1)]
