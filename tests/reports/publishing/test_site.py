"""The page that leads to the reports."""

import base64
import hashlib
import html
import io
import json
import re

import pytest
from PIL import Image

from analysis.reports.publishing import site
from analysis.reports.publishing.site import write_index
from analysis.reports.publishing.versions import versions

from .shown import Page

HOSTILE = '<script>alert(1)</script> "&amp;" \' $x$'


def picture(width=1152, height=600):
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(buffer, format="PNG")
    return f'<img alt="x" src="data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}">'


def over_time(**series):
    content = html.escape(json.dumps({time.strip("_").replace("_", "-"): count for time, count in series.items()}))
    return f'<figure data-series="{content}">{picture()}</figure>'


def cards(page):
    """The text of each card, and the addresses of the reports in their order."""
    return page.said("li"), [link["href"] for link in page.of("a") if link["href"] != "#main"]


def report(title, finding="", notebook="organization-report", data="now", image="", **facts):
    about = html.escape(json.dumps({"title": title, "notebook": notebook, "data": data} | facts))
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
    texts, files = cards(page)
    assert files == ["a.html", "b.html"]
    assert texts == ["Who names A A & co. are named.", "Who names B B is named twice."]
    assert "More" not in page.text
    assert "Second" not in page.text


def test_overviews_come_first_and_the_others_by_title(index_of):
    page = index_of(a=report("B"), b=report("A"), z=report("Z", notebook="overview"))
    assert cards(page)[1] == ["z.html", "b.html", "a.html"]


def test_a_report_of_other_data_is_marked(index_of):
    page = index_of(a=report("A", data="before"), b=report("B"))
    assert ["Rendered from other data" in item for item in cards(page)[0]] == [True, False]


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
    assert page.policy["default-src"] == ["'none'"]
    assert "script-src" not in page.policy


def test_an_index_without_reports_says_how_to_make_some(index_of):
    page = index_of()
    assert "discourse report" in page.text
    assert cards(page) == ([], [])


def test_other_pages_in_the_folder_are_left_out(index_of, tmp_path):
    (tmp_path / "latin.html").write_bytes("<p>résumé</p>".encode("latin-1"))
    page = index_of(own="<html><p class=finding>Mine.</p></html>", a=report("A"))
    assert cards(page)[1] == ["a.html"]


def test_a_report_that_somebody_renamed_is_led_to_whatever_signs_its_name_has(index_of, tmp_path):
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "gone.html").symlink_to(tmp_path / "nowhere")
    page = index_of(**{"javascript:why #2?": report("A")})
    assert cards(page)[1] == ["javascript%3Awhy%20%232%3F.html"]


def test_an_error_page_that_another_run_removes_meanwhile_stops_no_index(index_of, tmp_path, monkeypatch):
    there = site.pages_in
    monkeypatch.setattr(site, "pages_in", lambda folder: [*there(folder), folder / "gone.error.html"])
    assert cards(index_of(a=report("A")))[1] == ["a.html"]


def test_writing_the_index_again_changes_nothing(index_of, tmp_path):
    index_of(a=report("A", "Found.", image=picture()))
    first = (tmp_path / "index.html").read_bytes()
    index_of()
    assert (tmp_path / "index.html").read_bytes() == first


def test_a_folder_that_is_not_there_is_made(tmp_path):
    assert write_index(tmp_path / "new" / "reports", "now").is_file()


def test_reports_stand_in_groups_by_what_they_are_of(index_of):
    page = index_of(
        a=report("S", notebook="speaker-report", values={"speaker": "Ana Ruiz"}),
        b=report("E", notebook="03-organizations", values={"organization": "Kontor"}),
        c=report("Own", notebook="my-own", values={"organization": "Kontor"}),
        d=report("O", notebook="overview"),
        e=report("Other", notebook="other"),
    )
    assert page.said("h2") == ["Overview", "Organizations", "Speakers", "Explorations"]
    assert cards(page)[1] == ["d.html", "c.html", "a.html", "b.html", "e.html"]


def test_bars_of_one_group_have_one_scale_and_one_time_axis(index_of):
    page = index_of(
        a=report("A", image=over_time(_2023_01=4, _2023_02=0)),
        b=report("B", image=over_time(_2023_02=2, _2023_04=None)),
    )
    assert page.of("img") == []
    first, second, pale = sorted(page.of("rect"), key=lambda bar: "opacity" in bar)
    assert float(first["height"]) == 2 * float(second["height"])  # 4 and 2
    assert float(second["x"]) - float(first["x"]) == pytest.approx(60, abs=0.1)  # one of four months in 240
    assert float(pale["x"]) - float(first["x"]) == pytest.approx(180, abs=0.1)  # of April nothing is known
    assert page.said("title")[1:] == ["At most 4, in January 2023", "At most 2, in February 2023"]
    assert "from 0 to 4, Jan 2023 to Apr 2023" in page.text


@pytest.mark.parametrize(
    "series", ["[]", "{}", "{", '{"x": 1}', '{"2023-01": "<b>"}', '{"2023-13": 1}', '{"2023": -1}']
)
def test_what_is_no_series_is_not_drawn(index_of, series):
    figure = f'<figure data-series="{html.escape(series)}">{picture()}</figure>'
    assert len(index_of(a=report("A", image=figure)).of("img")) == 1


def test_a_series_of_zeros_is_drawn_without_bars(index_of):
    page = index_of(a=report("A", image=over_time(_2023=0, _2024=0)))
    assert page.of("rect") == []
    assert len(page.of("svg")) == 1


def test_a_picture_that_cannot_be_read_is_left_out(index_of):
    page = index_of(a=report("A", image='<img alt="x" src="data:image/png;base64,AAAA">'))
    assert page.of("img") == []
    assert cards(page)[1] == ["a.html"]


def test_the_one_script_that_may_run_is_the_search_and_without_it_nothing_is_hidden(index_of, tmp_path):
    page = index_of(a=report("A"), b=report("B"))
    (script,) = re.findall("<script>(.*?)</script>", (tmp_path / "index.html").read_text("utf-8"), re.DOTALL)
    hashed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert page.policy["script-src"] == [f"'sha256-{hashed}'"]
    assert "innerHTML" not in script
    assert [tag for tag, found in page.tags if "hidden" in found] == ["form"]


def test_a_failed_report_is_told_first_with_its_error(index_of, tmp_path):
    facts = {
        "title": "Who names <Kontor>",
        "notebook": "organization-report",
        "given": {},
        "error": "KeyError: " + "x" * 10**6,
    }
    meta = f'<meta name="report-error" content="{html.escape(json.dumps(facts))}">'
    (tmp_path / "k.error.html").write_text(f"<html><head>{meta}</head></html>", "utf-8")
    (tmp_path / "other.error.html").write_text("<html></html>", "utf-8")
    page = index_of(a=report("A"), k=report("Who names <Kontor>"))
    texts, files = cards(page)
    assert files == ["k.error.html", "k.html", "a.html", "k.html"]
    assert texts[0].startswith("Who names <Kontor>: KeyError: xxx")
    assert len(texts[0]) < 600


def test_a_report_of_other_versions_is_marked(index_of):
    page = index_of(a=report("A", versions=versions() | {"pandas": "0.1"}), b=report("B", versions=versions()))
    assert ["other versions: pandas 0.1." in item for item in cards(page)[0]] == [True, False]


def test_titles_and_findings_of_a_megabyte_are_cut(index_of, tmp_path):
    index_of(a=report("T" * 10**6, "word " * 200_000, scope="s" * 10**6, values={"organization": "o" * 10**6}))
    assert (tmp_path / "index.html").stat().st_size < 30_000


def test_months_of_all_reports_can_be_chosen(index_of):
    page = index_of(
        a=report("A", first="2022-12-12", last="2023-02-01"), b=report("B", first="2023-01-05", last="2023-01-05")
    )
    assert page.said("option") == ["any time", "2022-12", "2023-01", "2023-02"] * 2
    assert next((card["data-first"], card["data-last"]) for card in page.of("li")) == ("2022-12-12", "2023-02-01")
    assert "December 2022 to February 2023" in page.text
