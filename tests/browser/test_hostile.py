"""What stands in a corpus is shown as text: no dialog opens, no request leaves, no script runs, and all is readable."""

import base64
import csv
import io
import re
from pathlib import Path

import nbformat
import pytest
from markdown_it import MarkdownIt

from analysis.exporting import FORMULA
from analysis.reports.publishing.rendering import publish

from . import hostile

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
REPORTS = {
    "overview": {"by": hostile.COLUMN},
    "organization-report": {"organization": hostile.organization("script"), "by": hostile.COLUMNS[1]},
    "speaker-report": {"speaker": "Ana Ruiz", "by": hostile.COLUMNS[2], "source": hostile.COLUMNS[3]},
    "01-corpus": {},
    "02-terms": {"by": hostile.COLUMN, "minimum": 1},
    "03-organizations": {"by": hostile.COLUMN},
    "04-statements": {"by": hostile.COLUMN, "source": hostile.COLUMNS[1]},
}
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
FIELDS = ("text", "organization", *(f"field{number}" for number in range(len(hostile.FIELDS))))
MOST_BYTES = 5_000_000  # of a page of a corpus with fields of a megabyte
UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
ACTIVE = "script, iframe, frame, object, embed, applet, form, input, base, link, meta[http-equiv=refresh]"
RISKY = """() => [...document.querySelectorAll("*")].flatMap(element => [...element.attributes]
    .filter(({name, value}) => /^on/i.test(name) || name == "srcdoc" || name == "style" && /url/i.test(value))
    .map(({name, value}) => `${element.localName} ${name}=${value}`))"""
LINKS = (
    "() => [...document.querySelectorAll('[href], [src]')].map(e => e.getAttribute('href') ?? e.getAttribute('src'))"
)
HARMLESS_LINK = re.compile(
    r"https?://[^\s/]|#|data:(image/(png|svg\+xml)|text/csv;charset=utf-8);base64,|[a-z0-9][a-z0-9.-]*\.html$"
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return hostile.build(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module", params=REPORTS)
def rendered(request, corpus, tmp_path_factory):
    """The page of a report, the notebook that it was made of with its outputs, and the report as Markdown."""
    given = REPORTS[request.param] | {"processed": str(corpus.folder)}
    out = tmp_path_factory.mktemp("reports")
    done = publish(NOTEBOOKS / f"{request.param}.ipynb", given, out, formats=("html", "notebook", "md"))
    return done.paths


@pytest.fixture
def without_policy(rendered, tmp_path):
    """The same page where only escaping protects."""
    text, found = POLICY.subn("", rendered[0].read_text(encoding="utf-8"))
    assert found == 1
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    return tmp_path / "page.html"


@pytest.fixture
def outputs(rendered, tmp_path):
    """The outputs of the notebook in a bare page, as a notebook that is trusted shows them."""
    cells = nbformat.read(rendered[1], as_version=4).cells
    shown = [
        output["data"].get("text/html", "") for cell in cells for output in cell.get("outputs", []) if "data" in output
    ]
    assert any(shown)
    page = '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>outputs</title><body>' + "\n".join(shown)
    (tmp_path / "outputs.html").write_text(page, encoding="utf-8")
    return tmp_path / "outputs.html"


def look_at_all_of(opened):
    """Do what a curious reader does: open, scroll, move along with the keyboard, point at links."""
    opened.open_all()
    opened.scroll_through()
    for _ in range(10):
        opened.page.keyboard.press("Tab")
    opened.page.wait_for_timeout(200)  # for what was put off


@pytest.mark.parametrize("form", ["page without its policy", "outputs"])
def test_nothing_runs_and_nothing_is_asked_for_where_only_escaping_protects(without_policy, outputs, open_page, form):
    path = without_policy if form == "page without its policy" else outputs
    opened = open_page(path)
    look_at_all_of(opened)
    assert opened.did() == []
    assert opened.page.locator(ACTIVE).count() == 0
    assert opened.page.evaluate(RISKY) == []
    assert [link[:200] for link in opened.page.evaluate(LINKS) if not HARMLESS_LINK.match(link)] == []
    assert opened.page.url == path.as_uri()
    assert form == "outputs" or opened.too_wide() == 0


def test_nothing_in_its_markdown_runs_or_is_asked_for_but_its_own_figures(rendered, open_page):
    markdown = rendered[2]
    shown = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(markdown.read_text(encoding="utf-8"))
    page = markdown.with_suffix(".shown.html")
    page.write_text(f'<!DOCTYPE html><meta charset="utf-8"><title>Markdown</title>{shown}', encoding="utf-8")
    opened = open_page(page)
    look_at_all_of(opened)
    figures = f"{markdown.parent.as_uri()}/{markdown.stem}-files/figure-"
    assert (opened.dialogs, opened.scripts, opened.errors) == ([], [], [])
    assert [request for request in opened.requests if not request.startswith(figures)] == []
    assert opened.page.evaluate(RISKY) == []
    assert not UNSEEN.search(opened.text())


def test_it_can_be_read_on_a_phone(rendered, open_page):
    opened = open_page(rendered[0], width=375)
    look_at_all_of(opened)
    assert opened.did() == []  # nor does its policy refuse anything: nothing is tried
    text = opened.text()
    shown = [kind for kind in hostile.PAYLOADS if any(hostile.payload(kind, field)[:16] in text for field in FIELDS)]
    assert len(shown) >= 10
    assert not UNSEEN.search(text)
    assert opened.too_wide() == 0
    assert rendered[0].stat().st_size < MOST_BYTES


def test_a_csv_behind_a_figure_holds_no_formula(rendered):
    found = re.findall(r'href="data:text/csv;charset=utf-8;base64,([^"]+)"', rendered[0].read_text(encoding="utf-8"))
    assert found
    cells = [
        cell
        for encoded in found
        for row in csv.reader(io.StringIO(base64.b64decode(encoded).decode("utf-8-sig"), newline=""))
        for cell in row
    ]
    formulas = [cell for cell in cells if FORMULA.match(cell) and not cell.startswith("'") and not _is_number(cell)]
    assert formulas == []


def _is_number(cell):
    return re.fullmatch(r"-?\d+(\.\d+)?(e[+-]\d+)?", cell) is not None
