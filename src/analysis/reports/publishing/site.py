"""Rendered reports -> one page that leads to them."""

import base64
import io
import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from PIL import Image

from analysis.reports.display import TEMPLATES
from analysis.reports.publishing.files import write_atomically

THUMBNAIL = (480, 300)


@dataclass
class _Report(HTMLParser):
    """What the index needs of a rendered report: its title, its first finding, its first figure."""

    about: dict = field(default_factory=dict)
    finding: str = ""
    image: str = ""
    _in_finding: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        if tag == "meta" and named.get("name") == "report":
            self.about = _about(named.get("content") or "")
        elif tag == "img" and not self.image:
            self.image = named.get("src") or ""
        elif tag == "p" and named.get("class") == "finding" and not self.finding:
            self._in_finding = True

    def handle_endtag(self, tag: str) -> None:
        self._in_finding = self._in_finding and tag != "p"

    def handle_data(self, data: str) -> None:
        if self._in_finding:
            self.finding += data


def _about(content: str) -> dict:
    """Read what a report says of itself; nothing of a page that is none of ours."""
    try:
        about = json.loads(content)
    except ValueError:
        return {}
    return about if isinstance(about, dict) and {"title", "notebook", "data"} <= set(about) else {}


def write_index(folder: Path, data: str) -> Path:
    """Write index.html, with a line and a small picture for each report in a folder.

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
    """
    entries = [_entry(path, data) for path in sorted(folder.glob("*.html")) if path.name != "index.html"]
    listed = sorted(
        (entry for entry in entries if entry), key=lambda entry: (entry["notebook"] != "overview", entry["title"])
    )
    page = TEMPLATES.get_template("index.html.j2").render(reports=listed, data=data)
    write_atomically(folder / "index.html", page.encode("utf-8"))
    return folder / "index.html"


def _entry(path: Path, data: str) -> dict | None:
    report = _Report()
    report.feed(path.read_text(encoding="utf-8", errors="replace"))
    if not report.about:
        return None
    return {
        "file": path.name,
        "title": report.about["title"],
        "scope": report.about.get("scope", ""),
        "notebook": report.about["notebook"],
        "finding": report.finding,
        "other_data": report.about["data"] != data,
        "thumbnail": _thumbnail(report.image),
    }


def _thumbnail(source: str) -> str:
    """Make a small picture of a figure; an empty string when there is none."""
    head, _, encoded = source.partition(",")
    if head != "data:image/png;base64":
        return ""
    with Image.open(io.BytesIO(base64.b64decode(encoded))) as picture:
        small = picture.convert("RGB")
        small.thumbnail(THUMBNAIL, Image.Resampling.LANCZOS)
        buffer = io.BytesIO()
        small.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(buffer, format="PNG", optimize=True)
    return base64.b64encode(buffer.getvalue()).decode()
