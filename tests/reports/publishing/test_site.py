"""The page that leads to the reports."""

import base64
import html
import io
import json
from html.parser import HTMLParser

import pytest
from PIL import Image

from analysis.reports.publishing.site import write_index

HOSTILE = '<script>alert(1)</script> "&amp;" \' $x$'


class Page(HTMLParser):
    """The tags of a page with their attributes, and its list items as text."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.items, self.text = [], [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag == "li":
            self.items.append("")

    def handle_data(self, data):
        self.text += data
        if self.items:
            self.items[-1] += data

    def of(self, wanted):
        return [attributes for tag, attributes in self.tags if tag == wanted]


def picture(width=1152, height=600):
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(buffer, format="PNG")
    return f'<img alt="x" src="data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}">'


def report(title, finding="", notebook="organization-report", data="now", image=""):
    about = html.escape(json.dumps({"title": title, "notebook": notebook, "data": data}))
    body = f'<p class="finding">{html.escape(finding)}</p><p>More.</p><p class="finding">Second.</p>{image}'
    return f'<!DOCTYPE html><html><head><meta name="report" content="{about}"></head><body>{body}</body></html>'


@pytest.fixture
def index_of(tmp_path):
    def written(**reports):
        for name, page in reports.items():
            (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
        assert write_index(tmp_path, "now") == tmp_path / "index.html"
        return Page((tmp_path / "index.html").read_text(encoding="utf-8"))

    return written


def test_each_report_is_listed_with_its_title_and_first_finding(index_of):
    page = index_of(b=report("Who names B", "B is named twice."), a=report("Who names A", "A & co. are named."))
    assert [link["href"] for link in page.of("a")] == ["a.html", "b.html"]
    assert ["Who names A" in page.items[0], "A & co. are named." in page.items[0]] == [True, True]
    assert "B is named twice." in page.items[1]
    assert "More" not in page.text
    assert "Second" not in page.text


def test_overviews_come_first_and_the_others_by_title(index_of):
    page = index_of(a=report("B"), b=report("A"), z=report("Z", notebook="overview"))
    assert [link["href"] for link in page.of("a")] == ["z.html", "b.html", "a.html"]


def test_a_report_of_other_data_is_marked(index_of):
    page = index_of(a=report("A", data="before"), b=report("B"))
    assert ["Rendered from other data" in item for item in page.items] == [True, False]


def test_the_first_figure_becomes_a_small_picture(index_of):
    page = index_of(a=report("A", image=picture() + picture(10, 10)), b=report("B"))
    (image,) = page.of("img")
    head, encoded = image["src"].split(",")
    assert head == "data:image/png;base64"
    with Image.open(io.BytesIO(base64.b64decode(encoded))) as small:
        assert small.size == (480, 250)


def test_hostile_titles_and_findings_never_become_markup(index_of):
    page = index_of(a=report(HOSTILE, HOSTILE))
    assert page.text.count(HOSTILE) == 2
    assert not {tag for tag, _ in page.tags} & {"script", "link", "iframe"}
    policies = [meta["content"] for meta in page.of("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert ["default-src 'none'" in policy for policy in policies] == [True]


def test_an_index_without_reports_says_how_to_make_some(index_of):
    page = index_of()
    assert "discourse report" in page.text
    assert page.items == []


def test_other_pages_in_the_folder_are_left_out(index_of, tmp_path):
    (tmp_path / "latin.html").write_bytes("<p>résumé</p>".encode("latin-1"))
    page = index_of(own="<html><p class=finding>Mine.</p></html>", a=report("A"))
    assert [link["href"] for link in page.of("a")] == ["a.html"]


def test_writing_the_index_again_changes_nothing(index_of, tmp_path):
    index_of(a=report("A", "Found.", image=picture()))
    first = (tmp_path / "index.html").read_bytes()
    index_of()
    assert (tmp_path / "index.html").read_bytes() == first


def test_a_folder_that_is_not_there_is_made(tmp_path):
    assert write_index(tmp_path / "new" / "reports", "now").is_file()
