"""The page of a report -> Markdown for GitHub and Pandoc, with its figures and data in a folder beside it."""

import base64
import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from analysis.reports.publishing.about import About
from analysis.reports.publishing.files import write_atomically
from analysis.reports.publishing.markdown_text import Converter

UNSEEN = "nav, .printed, .permalink, .skip, style, script"
MOVED = "details, figure, ol, ul, table, pre, blockquote"  # no cell of a table in Markdown can hold them
KEPT = {"data:image/png;base64": "png", "data:text/csv;charset=utf-8;base64": "csv"}
PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,150}\.(?:csv|png)")


def write_markdown(path: Path, html: str, about: About) -> list[Path]:
    """Write a report as Markdown, and what it shows beside words into the folder NAME-files.

    Parameters
    ----------
    path : Path
        The file to write.
    html : str
        The page of the report.
    about : About
        What it is of; its fingerprint ends the file, in a comment.

    Returns
    -------
    list of Path
        The file, and what was written into its folder; what stood there of an earlier report is removed.
    """
    folder = path.with_name(f"{path.stem}-files")
    text, files = as_markdown(html, folder.name)
    for name, content in files.items():
        write_atomically(folder / name, content)
    write_atomically(path, f"{text}\n<!-- report {about.fingerprint} -->\n".encode())
    for old in folder.iterdir() if folder.is_dir() else ():
        if old.name not in files and PLAIN_NAME.fullmatch(old.name):
            old.unlink()
    return [path, *(folder / name for name in files)]


def as_markdown(html: str, folder: str) -> tuple[str, dict[str, bytes]]:
    """Return the Markdown of a page, and the files that it refers to by name.

    Parameters
    ----------
    html : str
        The page of a report.
    folder : str
        The folder that the files will stand in, beside the Markdown.

    >>> as_markdown("<main><h1>Who</h1><p>3 * 4 &lt; 13</p></main>", "who-files")
    ('# Who\\n\\n3 \\\\* 4 &lt; 13\\n', {})
    """
    page = BeautifulSoup(html, "lxml")
    for unseen in page.select(UNSEEN):
        unseen.decompose()
    files = _take_files_out(page, folder)
    for table in page.find_all("table"):
        _move_blocks_out(page, table)
    parts = [part for part in (page.find("main"), page.find("footer")) if part]
    texts = [Converter(heading_style="atx", bullets="-").convert_soup(part).strip() for part in parts]
    return re.sub(r"\n\s*\n", "\n\n", "\n\n---\n\n".join(texts)) + "\n", files


def _take_files_out(page: BeautifulSoup, folder: str) -> dict[str, bytes]:
    """Let figures and data be files, as no reader of Markdown shows what stands in an address."""
    files: dict[str, bytes] = {}
    for tag in page.select("img[src], a[href]"):
        attribute = "src" if tag.name == "img" else "href"
        kind, _, encoded = tag[attribute].partition(",")
        if kind in KEPT:
            name = _name(tag, KEPT[kind], files)
            files[name] = base64.b64decode(encoded)
            tag[attribute] = f"{folder}/{name}"
        elif tag.name == "img":
            tag.replace_with(tag.get("alt", ""))
    return files


def _name(tag: Tag, ending: str, files: dict[str, bytes]) -> str:
    """Name a file by what the page calls it: the number in its caption, or the name that it is downloaded by."""
    figure = tag.find_parent("figure")
    number = figure and figure.select_one("figcaption .number")
    called = re.sub(r"[^a-z0-9]+", "-", number.get_text().lower()).strip("-") if number else ""
    name = f"{called or 'file'}.{ending}"
    count = 1
    while name in files:
        count += 1
        name = f"{called or 'file'}-{count}.{ending}"
    return name


def _move_blocks_out(page: BeautifulSoup, table: Tag) -> None:
    """Put what opens below the rows of a table behind the table, each under the name of its row."""
    behind: list[Tag] = []
    label = ""
    for row in table.find_all("tr"):
        if row.find_parent("table") is not table:
            continue
        cells = row.find_all(["td", "th"], recursive=False)
        moved = [
            block for cell in cells for block in cell.select(MOVED) if block.find_parent(MOVED.split(", ")) is table
        ]
        for block in moved:
            block.extract()
        text = cells[0].get_text(" ", strip=True) if cells else ""
        label = text or label
        if moved:
            heading = page.new_tag("p")
            heading.append(page.new_tag("strong"))
            heading.strong.append(label)
            behind += [heading, *moved]
        if not row.get_text(strip=True):
            row.extract()
    table.insert_after(*behind)
