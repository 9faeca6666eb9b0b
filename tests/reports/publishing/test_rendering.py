"""Rendered reports: one file each that stands alone, safe, and the same bytes every time."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analysis import pipeline
from analysis.reports import render
from analysis.reports.publishing.files import file_name
from analysis.reports.publishing.parameters import ParameterError
from analysis.reports.publishing.running import RenderError
from analysis.study import NotBuiltError

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"
NAME = '<script>alert(1)</script> "Org" & $x$ \u202e'
SHOWN = NAME.replace("\u202e", "\N{REPLACEMENT CHARACTER}")  # what turns the direction of writing is shown as a sign
COLUMN = "<img src=x onerror=alert(1)>"
TEXT = f"The OrgX said {NAME} and <iframe src=//evil></iframe>. " * 3
ROWS = [
    {"text": TEXT, "date": "2023-02-03", "title": NAME, "actor": NAME, "url": "javascript:alert(1)", COLUMN: "</td>"},
    {"text": "OrgX spoke to OrgY.", "date": "2023-03", "actor": "B", "url": "https://example.org/?a&b", COLUMN: "'q'"},
    {"text": "OrgY left OrgX.", "actor": "B", "title": "T" * 500, COLUMN: "'q'"},
]


class Page(HTMLParser):
    """The tags of a page with their attributes; its text without styles; the words of its footer."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text, self.footer, self.inside = [], "", "", ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.inside = tag if tag in ("style", "footer") else self.inside

    def handle_endtag(self, tag):
        self.inside = "" if tag == self.inside else self.inside

    def handle_data(self, data):
        self.text += data if self.inside != "style" else ""
        self.footer += data if self.inside == "footer" else ""

    def of(self, wanted):
        return [attributes for tag, attributes in self.tags if tag == wanted]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    names = 'organization,alias,match\n"{}",OrgX,exact\nOther,OrgY,exact\n'.format(NAME.replace('"', '""'))
    (folder / "organizations.csv").write_text(names, encoding="utf-8")
    return pipeline.build(folder, folder / ".tables").study


@pytest.fixture(scope="module")
def organization_report(steady_code, hostile, tmp_path_factory):
    given = {"organization": NAME, "processed": str(hostile.folder)}
    return render(NOTEBOOKS / "organization-report.ipynb", given, tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="module")
def overview(hostile, tmp_path_factory):
    given = {"by": COLUMN, "top": "7", "processed": str(hostile.folder)}
    return render(NOTEBOOKS / "overview.ipynb", given, tmp_path_factory.mktemp("reports"))


@pytest.fixture(params=["organization_report", "overview"])
def page(request):
    return Page(request.getfixturevalue(request.param).read_text(encoding="utf-8"))


def test_a_page_runs_no_script_and_loads_nothing(page):
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "iframe", "object", "embed", "form", "input", "base", "svg", "video", "audio"}
    assert all(image["src"].startswith("data:image/png;base64,") for image in page.of("img"))
    loading = {(tag, name) for tag, attributes in page.tags for name in attributes if name in ("src", "href", "srcset")}
    assert loading <= {("img", "src"), ("a", "href")}
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)


def test_a_page_forbids_scripts_and_loading_by_its_policy(page):
    (policy,) = [meta["content"] for meta in page.of("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert re.search(r"img-src data:(;|$)", policy)


def test_that_nobody_speaks_is_said_once(tmp_path):
    (tmp_path / "texts.jsonl").write_text('{"text": "Nobody came."}', encoding="utf-8")
    study = pipeline.build(tmp_path, tmp_path / ".tables").study
    path = render(NOTEBOOKS / "04-statements.ipynb", {"processed": str(study.folder)}, tmp_path / "out")
    page = Page(path.read_text(encoding="utf-8"))
    assert page.text.count("No statement has a speaker with a name.") == 1
    assert page.text.count("There is no coding by hand") == 1
    assert "Whom they bring up" not in page.text


def test_a_file_that_stands_in_the_current_folder_is_found_by_its_name(tmp_path, monkeypatch):
    (tmp_path / "texts.jsonl").write_text('{"id": "d", "text": "Ana Ruiz said it is late."}', encoding="utf-8")
    study = pipeline.build(tmp_path, tmp_path / ".tables").study
    (tmp_path / "own.csv").write_text("doc_id,actor,act\nd,Ana Ruiz,say\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    given = {"processed": str(study.folder), "gold": "own.csv"}
    page = Page(render(NOTEBOOKS / "04-statements.ipynb", given, tmp_path / "out").read_text(encoding="utf-8"))
    assert "among the speakers of 1 of 1 document" in page.text
    assert str(tmp_path) not in page.text


def test_styles_load_nothing(organization_report):
    (style,) = re.findall(r"<style>(.*?)</style>", organization_report.read_text(encoding="utf-8"), re.DOTALL)
    assert "url(" not in style
    assert "@import" not in style


def test_every_image_has_an_alternative_text(page):
    assert page.of("img")
    assert all(len(image["alt"]) > 20 for image in page.of("img"))


def test_hostile_names_and_texts_are_shown_as_they_are_written(page):
    assert SHOWN in page.text
    assert "<iframe src=//evil></iframe>" in page.text
    assert "$x$" in page.text
    links = {link["href"] for link in page.of("a")}
    leading_out = {link for link in links if not link.startswith(("#", "data:text/csv;", "https://doi.org/"))}
    assert leading_out == {"https://example.org/?a&b", "index.html"}


def test_a_hostile_column_is_shown_as_it_is_written(overview):
    page = Page(overview.read_text(encoding="utf-8"))
    assert COLUMN in page.text
    assert f"by={COLUMN}" in page.footer


def test_code_is_hidden_and_findings_are_shown(page):
    assert "from analysis import" not in page.text
    assert "load(processed)" not in page.text
    assert [attributes for attributes in page.of("p") if attributes.get("class") == "finding"]


def test_the_title_names_what_the_report_is_about(organization_report):
    page = Page(organization_report.read_text(encoding="utf-8"))
    assert page.text.count(f"Who names {SHOWN}") == 2
    assert "Report template" not in page.text


def test_the_footer_says_how_the_report_was_made(organization_report, hostile):
    footer = Page(organization_report.read_text(encoding="utf-8")).footer
    assert SHOWN in footer
    assert hostile.manifest["data"][:16] in footer
    assert re.search(r"pandas \d+\.\d+", footer)
    assert re.search(r"Python 3\.\d+", footer)
    assert "discourse report organization-report --set 'organization=<script>" in footer
    assert str(hostile.folder) not in footer


def test_the_footer_names_only_changed_parameters_in_the_command(overview):
    footer = Page(overview.read_text(encoding="utf-8")).footer
    assert f"discourse report overview --set 'by={COLUMN}' --set top=7" in footer
    assert "start=" not in footer


def test_rendering_again_from_elsewhere_gives_the_same_bytes(organization_report, hostile, tmp_path, monkeypatch):
    monkeypatch.chdir(hostile.folder.parent)
    given = {"organization": NAME, "processed": hostile.folder.name}
    again = render(NOTEBOOKS / "organization-report.ipynb", given, tmp_path)
    assert again.name == organization_report.name
    assert again.read_bytes() == organization_report.read_bytes()


def test_a_failing_cell_is_named_and_nothing_is_written(hostile, tmp_path):
    cells = [
        new_code_cell('processed: str = ""', metadata={"tags": ["parameters"]}),
        new_code_cell("fine = 1"),
        new_code_cell('fine += 1\nraise KeyError("no such thing")'),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = tmp_path / "failing.ipynb"
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), notebook)
    with pytest.raises(RenderError, match=r"KeyError: 'no such thing' .*raise KeyError"):
        render(notebook, {"processed": str(hostile.folder)}, tmp_path / "out")
    assert [path.name for path in tmp_path.rglob("*")] == ["failing.ipynb"]


def test_what_is_wrong_with_the_parameters_is_said_before_anything_runs(hostile, tmp_path):
    notebook = NOTEBOOKS / "overview.ipynb"
    with pytest.raises(ParameterError, match=r"no parameter 'organisation'"):
        render(notebook, {"organisation": "UN"}, tmp_path)
    with pytest.raises(ParameterError, match="top is 'many'"):
        render(notebook, {"top": "many", "processed": str(hostile.folder)}, tmp_path)
    with pytest.raises(NotBuiltError, match="discourse build"):
        render(notebook, {"processed": str(tmp_path / "none")}, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("template", "parameters", "words"),
    [
        ("overview", {"top": 1}, "1 of 2 named organizations"),
        ("organization-report", {"organization": "Other"}, "Other is named 2"),
    ],
)
def test_a_template_runs_in_plain_papermill_from_another_folder(
    template, parameters, words, hostile, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    given = {"processed": str(hostile.folder)} | parameters
    executed = papermill.execute_notebook(NOTEBOOKS / f"{template}.ipynb", "out.ipynb", given, progress_bar=False)
    shown = [output["data"].get("text/html", "") for cell in executed.cells for output in cell.get("outputs", [])]
    assert any(words in html for html in shown)
    assert (tmp_path / "out.ipynb").is_file()


GIVEN = [
    {},
    {"organization": "Human Rights Watch"},
    {"organization": "../../x"},
    {"organization": "x"},
    {"organization": "X/x"},
    {"organization": "Красный Крест"},
    {"organization": "Красный Орел"},
    {"organization": "W" * 300},
    {"organization": "W" * 301},
    {"organization": "CON"},
    {"organization": "a\0b\n"},
    {"organization": "a", "by": "b"},
    {"start": "2023"},
    {"end": "2023"},
    {"top": 2023},
    {"start": "2023", "end": "2023"},
    {"by": "start 2023"},
    {"gold": ""},
    {"gold": " "},
    {"term": "open road"},
    {"term": "US"},
    {"term": "us"},
    {"term": "open  road"},
]


def test_file_names_are_safe_on_every_system():
    for given in GIVEN:
        for notebook in ("overview", "отчет", "Index", "../x"):
            assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,110}", file_name(notebook, given)), given


def test_file_names_of_different_reports_are_different():
    notebooks = ["overview", "organization-report", "отчет", "обзор", "index"]
    names = [file_name(notebook, given) for notebook in notebooks for given in GIVEN]
    assert len(set(names)) == len(names)
    assert "index" not in names


def test_file_names_say_what_the_report_is_about_and_not_where_its_tables_are():
    name = file_name("organization-report", {"organization": "Human Rights Watch", "processed": "/a/b"})
    assert name == "organization-report--human-rights-watch"
    assert file_name("speaker-report", {"speaker": "Ana Ruiz"}) == "speaker-report--speaker-ana-ruiz"
