"""Reports with hostile names: their index, and the pages of those that failed."""

import re

import pytest
from click.testing import CliRunner

from analysis import pipeline
from analysis.cli import main

from . import hostile
from .test_hostile import ACTIVE, HARMLESS_LINK, LINKS, POLICY, RISKY, UNSEEN


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    (folder / "texts.csv").write_text("text\nThe UN came.\n", encoding="utf-8")
    pipeline.build(folder / "texts.csv", folder / "tables")
    done = CliRunner().invoke(main, ["report", *hostile.write_site(folder), "--processed", str(folder / "tables")])
    assert done.exit_code == 1, done.output
    assert not UNSEEN.search(done.output)
    return folder / "reports"


@pytest.fixture(params=["with its policy", "without its policy"])
def walled(request, tmp_path):
    """Copy a page, with its policy or without."""

    def walled(page):
        text = page.read_text(encoding="utf-8")
        (tmp_path / page.name).write_text(text if request.param == "with its policy" else POLICY.sub("", text))
        return tmp_path / page.name

    return walled


def test_the_index_runs_no_script_but_its_own(site, walled, open_page):
    opened = open_page(walled(site / "index.html"), width=375)
    opened.open_all()
    opened.scroll_through()
    opened.page.wait_for_timeout(200)
    assert len(opened.scripts) == 1
    assert (opened.dialogs, opened.requests, opened.errors) == ([], [], [])
    assert opened.page.evaluate(RISKY) == []
    assert [link[:200] for link in opened.page.evaluate(LINKS) if not HARMLESS_LINK.match(link)] == []
    assert opened.too_wide() == 0
    text = opened.text()
    assert hostile.payload("script", "name") in text
    assert not UNSEEN.search(text)
    assert len(text) < 100_000


def test_the_page_of_a_failed_report_shows_what_failed_as_text(site, walled, open_page):
    pages = sorted(site.glob("*.error.html"))
    assert len(pages) == 2
    seen = ""
    for page in pages:
        opened = open_page(walled(page), width=375)
        opened.open_all()
        opened.scroll_through()
        assert opened.did() == []
        assert opened.page.locator(ACTIVE).count() == 0
        assert opened.page.evaluate(RISKY) == []
        assert opened.too_wide() == 0
        seen += opened.text()
    assert not UNSEEN.search(seen)
    assert hostile.payload("script", "error") in seen
    assert "ValueError" in seen


def test_every_link_of_the_index_leads_to_a_page_that_is_there(site, open_page):
    links = open_page(site / "index.html").page.evaluate(LINKS)
    local = {link for link in links if re.fullmatch(r"[\w.-]+\.html", link)}
    assert {path.name for path in site.glob("*.html")} - {"index.html"} == local
