"""A report rendered again from its own page: what differs is named, and a hostile page can do nothing."""

import base64
import io
import json
import shutil
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from analysis.cli import main
from analysis.reports.publishing import freshness, verifying
from analysis.reports.publishing.comparing import compare
from analysis.reports.publishing.page_parts import page_parts
from analysis.reports.publishing.rendering import publish
from analysis.reports.publishing.verifying import VerificationError, verify

from .small import ROWS, corpus, write_notebook

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


@pytest.fixture(scope="module")
def rendered(steady_code, tmp_path_factory):
    folder = tmp_path_factory.mktemp("verified")
    corpus(folder / "texts")
    write_notebook(folder / "notebooks" / "small.ipynb")
    given = {"processed": str(folder / "texts" / ".tables"), "word": "here", "top": "3"}
    return folder, publish(folder / "notebooks" / "small.ipynb", given, folder / "out").paths[0]


def said(rendered, path, *options, tables=None):
    folder, _ = rendered
    tables = tables or folder / "texts" / ".tables"
    places = ["--notebooks", str(folder / "notebooks"), "--processed", str(tables)]
    done = CliRunner().invoke(main, ["verify", str(path), *places, *options])
    return done.exit_code, done.output


def of_other(page, **facts):
    """The same page, if it said something else of itself."""
    head, begin, rest = page.partition('<meta name="report" content="')
    _, end, rest = rest.partition('"')
    return head + begin + json.dumps(facts).replace('"', "&quot;") + end + rest


def test_a_report_that_gives_the_same_again_is_identical(rendered):
    _, path = rendered
    before = path.read_bytes()
    code, output = said(rendered, path)
    assert code == 0
    assert "identical: SHA-256" in output
    assert path.read_bytes() == before


def test_a_page_that_was_edited_is_told_with_what_was_changed_in_it(rendered, tmp_path):
    _, path = rendered
    page = path.read_text(encoding="utf-8")
    edited = tmp_path / path.name
    edited.write_text(page.replace(">d2<", ">d9<").replace("3 documents here", "30 documents here"), encoding="utf-8")
    code, output = said(rendered, edited)
    assert code == 1
    assert "The file was changed after it was rendered" in output
    assert "30 documents here → 3 documents here" in output
    assert "Who speaks, Table 1, a row: d9 | B → d2 | B" in output
    assert "have changed" not in output


def test_other_data_a_changed_notebook_and_other_versions_are_told_and_all_is_compared(rendered, tmp_path, monkeypatch):
    folder, path = rendered
    other = corpus(tmp_path / "texts", [ROWS[0], ROWS[1] | {"actor": "C"}])
    shutil.copytree(folder / "notebooks", tmp_path / "notebooks")
    write_notebook(tmp_path / "notebooks" / "small.ipynb", title="Small and $word")
    versions = freshness.decisive_versions()
    monkeypatch.setattr(freshness, "decisive_versions", lambda: versions | {"pandas": "99.1"})
    code, output = said((tmp_path, path), path, tables=other.folder)
    assert code == 1
    assert "the data: SHA-256" in output
    assert "the notebook small.ipynb: SHA-256" in output
    assert f"pandas: {versions['pandas']} → 99.1" in output
    assert "the program's own code" not in output
    assert "Small here → Small and here" in output
    assert "3 documents here → 2 documents here" in output
    assert "Who speaks, Table 1, row d2, actor: B → C" in output
    assert "Who speaks, Table 1, a row: no longer there: d3 | B" in output
    assert "changed after it was rendered" not in output


def test_only_the_first_differences_are_told_unless_all_are_wanted(rendered, monkeypatch):
    _, path = rendered
    page = path.read_text(encoding="utf-8")
    many = page.replace("</main>", "".join(f"<p>line {number}</p>" for number in range(25)) + "</main>")
    monkeypatch.setattr(verifying, "_again", lambda *_: (page, verifying.read_about(path)))
    path_of_many = path.with_name("many.html")
    path_of_many.write_text(many, encoding="utf-8")
    assert "and 15 more" in said(rendered, path_of_many)[1]
    assert "line 24" in said(rendered, path_of_many, "--all")[1]
    code, output = said(rendered, path_of_many, "--json")
    (report,) = json.loads(output)
    assert (code, report["result"], report["edited"], len(report["differences"])) == (1, "differs", True, 25)


def test_several_files_are_all_verified_and_the_worst_decides(rendered, tmp_path):
    _, path = rendered
    (tmp_path / "index.html").write_text("<html></html>")
    (tmp_path / "other.html").write_text("<html></html>")
    code, output = said(rendered, path, str(tmp_path / "other.html"), str(tmp_path / "index.html"))
    assert code == 2
    assert "identical" in output
    assert "other.html: not verified:" in output
    assert "index.html: passed over" in output


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"notebook": "../notebooks/small"}, "there is no notebook"),
        ({"notebook": "/etc/passwd"}, "there is no notebook"),
        ({"notebook": "smal"}, "Did you mean small?"),
        ({"notebook": "small", "given": {"tops": "3"}}, "Did you mean top?"),
        ({"notebook": "small", "given": {"top": "many"}}, "whole number"),
        ({"notebook": "small", "given": {"top": None}}, "top is nothing"),
        ({"notebook": "small", "given": {"top": ["1", "2"]}}, "top is a list"),
        ({"notebook": "small", "given": {"word": "x" * 10_000}}, "5,000 are the most"),
        ({"notebook": "small", "given": {"coding": "/dev/zero"}}, "coding"),
        ({"notebook": "small", "given": {"coding": "../no/such.csv"}}, "coding"),
        ({"notebook": "small", "given": {"top": {"a": 1}}}, "is no report"),
        ({"notebook": ["small"]}, "is no report"),
        ({"notebook": "small", "given": {"top": float("inf")}}, "whole number"),
    ],
)
def test_a_hostile_page_runs_nothing_and_is_told_why(rendered, tmp_path, monkeypatch, facts, words):
    folder, path = rendered
    plain = {"title": "t", "scope": "", "given": {}, "values": {}, "data": "d"}
    page = tmp_path / "hostile.html"
    page.write_text(of_other(path.read_text(encoding="utf-8"), **(plain | facts)), encoding="utf-8")
    monkeypatch.setattr("analysis.reports.publishing.running.execute", lambda *_, **__: pytest.fail("it was run"))
    with pytest.raises(VerificationError) as error:
        verify(page, folder / "notebooks", folder / "texts" / ".tables")
    assert words in str(error.value)
    assert len(str(error.value)) < 1000


def test_the_folder_of_the_tables_is_never_taken_from_a_page(rendered, tmp_path, monkeypatch):
    folder, path = rendered
    facts = json.loads(verifying.read_about(path).as_json())
    facts["given"]["processed"] = "/etc"
    page = tmp_path / "hostile.html"
    page.write_text(of_other(path.read_text(encoding="utf-8"), **facts), encoding="utf-8")
    asked = []
    monkeypatch.setattr(verifying, "_again", lambda *wanted: asked.append(wanted) or ("", verifying.read_about(path)))
    verify(page, folder / "notebooks", folder / "texts" / ".tables")
    ((_, given, processed, *_),) = asked
    assert given == {"word": "here", "top": 3}
    assert processed == folder / "texts" / ".tables"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is no report"),
        (b"\x89PNG\r\n", "is no report"),
        (b'<meta name="report" content="' + b"[" * 1_000_000 + b'">', "is no report"),
        (b'<meta content="' * 50_000, "is no report"),
    ],
)
def test_a_file_that_is_no_report_is_told_so(tmp_path, content, words):
    path = tmp_path / "x.html"
    path.write_bytes(content)
    with pytest.raises(VerificationError, match=words):
        verify(path, tmp_path)


def test_a_file_that_is_not_there_or_that_is_far_too_large_is_not_read(tmp_path):
    with pytest.raises(VerificationError, match="there is no file"):
        verify(tmp_path / "none.html", tmp_path)
    with (tmp_path / "large.html").open("wb") as file:
        file.truncate(verifying.LARGEST + 1)
    with pytest.raises(VerificationError, match="more than 64 MB"):
        verify(tmp_path / "large.html", tmp_path)


def test_nothing_is_left_in_the_temporary_folder(rendered, tmp_path, monkeypatch):
    folder, path = rendered
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("analysis.reports.publishing.rendering.publish", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        verify(path, folder / "notebooks", folder / "texts" / ".tables")
    assert list(tmp_path.iterdir()) == []


def test_a_report_of_the_sample_corpus_is_identical(steady_code, sample, tmp_path):
    path = publish(NOTEBOOKS / "overview.ipynb", {"processed": str(sample.folder)}, tmp_path).paths[0]
    done = verify(path, NOTEBOOKS, sample.folder)
    assert done.identical
    assert done.differences == done.origins == ()


def picture(*pixels):
    image, buffer = Image.new("RGB", (10, 10)), io.BytesIO()
    for x, y in pixels:
        image.putpixel((x, y), (255, 0, 0))
    image.save(buffer, "PNG")
    return f'<img src="data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}">'


def differences(old, new, **options):
    return [str(found) for found in compare(old.encode(), new.encode(), **options)]


def test_pixels_that_differ_are_counted():
    figure = "<figure><figcaption><span>Figure 2. </span>Most.</figcaption>{}</figure>"
    old, new = (figure.format(picture(*pixels)) for pixels in ([(1, 1)], [(1, 1), (2, 2), (3, 3)]))
    assert differences(old, new) == ["Figure 2, the image: 100 pixels → 2 of them differ"]
    assert differences(old, old) == []
    assert differences(old, figure.format('<img src="data:image/png;base64,AAAA">')) == [
        "Figure 2, the image: an image → another image"
    ]


def test_cells_are_named_by_their_row_and_their_column():
    table = "<h2>Who</h2><table><thead><tr><th>name<th>n<th>share</tr></thead><tr><th>A<td>{}<td>5%</tr></table>"
    assert differences(table.format(3), table.format(4)) == ["Who, row A, n: 3 → 4"]


def test_a_link_that_leads_elsewhere_differs_though_its_words_do_not():
    link = '<p><a href="https://{}.org/">Post</a></p>'
    assert differences(link.format("one"), link.format("two")) == ["a link: https://one.org/ → https://two.org/"]


def test_long_sentences_are_cut_to_where_they_differ():
    old, new = (f"<p>{'word ' * 60}{end} and more of it</p>" for end in ("old", "new"))
    (found,) = differences(old, new)
    assert len(found) < 200
    assert "old and more" in found
    assert "new and more" in found


def test_footers_are_compared_only_when_asked_for():
    old, new = (f"<footer><p>pandas {version}</p></footer>" for version in "12")
    assert differences(old, new, footer=False) == []
    assert differences(old, new) == ["About this report: pandas 1 → pandas 2"]


@pytest.mark.parametrize(
    "piece", ["<div>", "<table><tr><td>", "<!--", "<![CDATA[", "<a href='", "&#", "</p", "<tr>", "\0"]
)
def test_however_a_page_is_broken_it_is_read_once_through(piece):
    assert isinstance(page_parts((piece * 100_000).encode()), list)
