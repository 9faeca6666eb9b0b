"""A report in a real browser: accessible, readable on a phone, in the dark and on paper; it does nothing by itself."""

import re
from pathlib import Path

import nbformat
import pypdfium2
import pytest
from click.testing import CliRunner

from analysis.cli import main

from . import hostile

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
ORGANIZATION = "International Committee of the Red Cross"
LISTED = f"[{{notebook: organization-report, parameters: {{organization: {ORGANIZATION}}}}}, {{notebook: failing}}]"
PAGES = ["report", "index", "error"]
WORST = ("serious", "critical")
SMALLEST = 12  # pixels of letters that can be read at arm's length
READABLE_FIGURE = 32 * 16  # pixels of width, in which letters of 9 points keep 9 pixels of their 12
LETTERS = """() => [...document.querySelectorAll("body *")]
    .filter(element => [...element.childNodes].some(node => node.nodeType == 3 && node.data.trim()))
    .filter(element => element.checkVisibility())
    .map(element => [parseFloat(getComputedStyle(element).fontSize), element.textContent.trim().slice(0, 60)])"""


@pytest.fixture(scope="module")
def pages(sample, tmp_path_factory):
    """A report, the page of one that failed, and their index, by name."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "organization-report.ipynb").write_bytes((NOTEBOOKS / "organization-report.ipynb").read_bytes())
    nbformat.write(hostile.notebook("A report that fails", "raise ValueError('so it does')"), folder / "failing.ipynb")
    (folder / "reports.yaml").write_text(LISTED, encoding="utf-8")
    options = ["--sets", folder / "reports.yaml", "--notebooks", folder, "--out", folder / "reports", "--jobs", 1]
    done = CliRunner().invoke(main, ["report", *map(str, [*options, "--processed", sample.folder])])
    assert done.exit_code == 1, done.output
    (report,) = (folder / "reports").glob("organization-report*.html")
    (error,) = (folder / "reports").glob("*.error.html")
    return {"report": report, "error": error, "index": folder / "reports" / "index.html"}


def faults(opened, *rules):
    """What axe-core finds that is serious, by all its rules or some, in its words, with the first place of each."""
    from axe_playwright_python.sync_playwright import Axe

    wanted = {"runOnly": {"type": "rule", "values": rules}} if rules else {"rules": {"target-size": {"enabled": True}}}
    found = Axe().run(opened.page, options={"resultTypes": ["violations"], **wanted})
    return [
        f"{fault['id']}: {fault['nodes'][0]['html']:.200} {fault['nodes'][0]['failureSummary']}"
        for fault in found.response["violations"]
        if fault["impact"] in WORST
    ]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(pages, open_page, name):
    opened = open_page(pages[name])
    opened.open_all()
    assert faults(opened) == []


@pytest.mark.parametrize("name", PAGES)
def test_what_stands_in_the_dark_stands_out_from_it(pages, open_page, name):
    opened = open_page(pages[name], dark=True)
    opened.open_all()
    assert faults(opened, "color-contrast") == []


@pytest.mark.parametrize("name", PAGES)
def test_it_can_be_read_and_touched_on_a_phone(pages, open_page, name):
    opened = open_page(pages[name], width=375)
    opened.open_all()
    assert opened.too_wide() == 0
    letters = opened.page.evaluate(LETTERS)
    assert letters
    assert [text for size, text in letters if size < SMALLEST] == []
    assert faults(opened, "target-size") == []


def test_a_figure_is_not_made_as_small_as_a_phone_but_scrolls_by_its_keys(pages, open_page):
    opened = open_page(pages["report"], width=375)
    widths = opened.page.evaluate("[...document.querySelectorAll('figure img')].map(image => image.clientWidth)")
    assert min(widths) >= READABLE_FIGURE
    opened.page.locator(".picture").first.focus()
    opened.page.keyboard.press("ArrowRight")
    moved = "document.querySelector('.picture').scrollLeft > 0"
    tries = 50  # the browser scrolls softly, and its own way of waiting is forbidden by the page's policy
    while not opened.page.evaluate(moved) and (tries := tries - 1):
        opened.page.wait_for_timeout(100)
    assert opened.page.evaluate(moved)
    assert opened.too_wide() == 0


@pytest.mark.parametrize("name", ["report", "error"])
def test_it_does_nothing_by_itself(pages, open_page, name):
    opened = open_page(pages[name])
    opened.open_all()
    opened.scroll_through()
    assert opened.did() == []


def test_the_dark_is_dark_and_the_light_is_light(pages, open_page):
    color = "getComputedStyle(document.body).backgroundColor"
    light, dark = (brightness(open_page(pages["report"], dark=dark).page.evaluate(color)) for dark in (False, True))
    assert light > 0.8
    assert dark < 0.2


def brightness(color):
    """The mean of red, green and blue, from 0 to 1."""
    return sum(map(float, re.findall(r"[\d.]+", color)[:3])) / 3 / 255


def test_every_figure_has_a_number_a_caption_and_words_for_those_who_cannot_see_it(pages, open_page):
    page = open_page(pages["report"]).page
    captions = page.evaluate(
        "[...document.querySelectorAll('figure')].map(f => f.querySelector('figcaption')?.textContent)"
    )
    assert len(captions) >= 5
    assert all(re.match(r"\s*(Figure|Table) \d+\. \S", caption or "") for caption in captions)
    assert all(page.evaluate("[...document.images].map(image => image.alt)"))
    assert all(page.evaluate("[...document.images].map(image => image.naturalWidth)"))


def test_on_paper_it_has_its_title_its_captions_and_its_footer(pages, open_page):
    opened = open_page(pages["report"])
    caption = opened.page.locator("figcaption strong").first.inner_text()
    document = pypdfium2.PdfDocument(opened.page.pdf(format="A4"))
    texts = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    assert ORGANIZATION in texts[0]
    assert " ".join(caption.split())[:40] in " ".join(texts)
    assert "discourse report organization-report" in " ".join(texts)
    assert len(texts) < 60


def test_the_index_leads_to_the_report_and_the_report_back(pages, open_page):
    page = open_page(pages["index"]).page
    page.click(f"a[href='{pages['report'].name}']")
    assert ORGANIZATION in page.inner_text("h1")
    page.click("a[href='index.html']")
    assert page.url == pages["index"].as_uri()
