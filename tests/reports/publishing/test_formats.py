"""A report in other formats: what hostile texts become there, and that the same report gives the same bytes."""

import base64
import io
import json
import re
import shutil

import nbformat
import pypdfium2
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from PIL import Image

from analysis.reports.publishing import printing, rendering
from analysis.reports.publishing.formats import FormatError
from analysis.reports.publishing.markdown import as_markdown
from analysis.reports.publishing.markdown_text import address, escaped
from analysis.reports.publishing.rendering import publish

from .small import corpus, write_notebook

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
CHROMIUM = next(filter(None, map(shutil.which, printing.BROWSERS)), None)
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "![x](https://example.org/x.png)",
    "<https://example.org>",
    "`code` ``more`` ~~gone~~",
    "a | b | c",
    "*bold* _italic_ __x__ **y**",
    "1. no list",
    "- no list",
    "+ no list",
    "# no heading",
    "> no quotation",
    "--- ===",
    "&lt;b&gt; &#60; &copy;",
    "\\ \\* \\[",
    "[1]: https://example.org",
    "$x^2$ $$y$$",
    "| --- |",
    "~~~",
    "```",
    ": no definition",
]


def png():
    buffer = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


PAGE = f"""<html><body><nav>Contents</nav><main><h1>Who &lt;speaks&gt;<a class="permalink" href="#a">#</a></h1>
<p class="finding">3 * 4 documents</p>
<figure><figcaption><span class="number">Figure 1. </span><strong>Most by A.</strong> <span>Read it.</span></figcaption>
<img alt="Bars [of] A" src="data:image/png;base64,{png()}">
<details><summary>Data behind this figure</summary><p>All 2 rows as
<a class="csv" download="x.csv" href="data:text/csv;charset=utf-8;base64,YSxiCg==">CSV</a></p></details></figure>
<figure><figcaption><span class="number">Table 1. </span><strong>Two actors.</strong></figcaption>
<table><thead><tr><th>actor</th><th style="text-align:right">n</th></tr></thead><tbody>
<tr><th>A | a</th><td>1<br><small>0 to 2</small></td></tr>
<tr><td colspan="2"><details><summary>1 sentence</summary><ol><li><q>The <mark>road</mark> is closed.</q>
<cite><a href="https://example.org/?a=1&amp;b=(2)">Post</a></cite></li><li><q>Other</q>
<cite><a href="javascript:alert(1)">evil</a></cite></li></ol></details></td></tr>
<tr><th>B</th><td>2</td></tr></tbody></table></figure></main>
<footer><h2>About this report</h2>
<dl><dt>by</dt><dd>actor</dd><dt>again</dt><dd><code>discourse `x`</code></dd></dl></footer>
</body></html>"""


def words(markdown):
    """What a reader of the Markdown sees, and the tags that it becomes."""
    html = READER.render(markdown)
    text = re.sub(r"<[^<>]*>", "", html)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return " ".join(text.split()), set(re.findall(r"</?([a-z0-9]+)", html))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(("place", "tags"), [("<p>{}</p>", {"p"}), ("<ul><li>{}</li></ul>", {"ul", "li"})])
def test_no_text_becomes_markup_in_markdown(text, place, tags):
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    markdown, _ = as_markdown(f"<main>{place.format(plain)}</main>", "x-files")
    assert words(markdown) == (text, tags)


@for_all(st.text(st.sampled_from("ab1 .)<>&*_`[]()!#-+=|~$\\:/@{}^\"'\n\t"), max_size=30).filter(str.strip))
def test_whatever_a_text_is_made_of_it_is_read_as_it_is_written(text):
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    markdown, _ = as_markdown(f"<main><p>{plain}</p></main>", "x-files")
    assert words(markdown) == (" ".join(text.split()), {"p"})


def test_formulas_and_signs_that_turn_a_line_are_inert_in_markdown():
    assert "$" not in escaped("$\\alpha$ costs $5")
    assert escaped("a\u202eb\x1b[31m") == "aU+202EbU+001B\\[31m"
    assert "://" not in escaped("https://example.org")


def test_only_addresses_of_the_web_become_links():
    assert address("https://example.org/a b|c(d)") == "https://example.org/a%20b%7Cc%28d%29"
    for evil in ("javascript:alert(1)", "data:text/html,x", "//example.org", "file:///etc/passwd", " JaVaScript:x", ""):
        assert address(evil) == ""


def test_a_page_becomes_markdown_with_its_figures_and_data_beside_it():
    markdown, files = as_markdown(PAGE, "x-files")
    assert markdown == (
        "# Who &lt;speaks&gt;\n\n"
        "3 \\* 4 documents\n\n"
        "Figure 1. **Most by A.** Read it.\n\n"
        "![Bars \\[of\\] A](x-files/figure-1.png)\n\n"
        "**Data behind this figure**\n\n"
        "All 2 rows as [CSV](x-files/figure-1.csv)\n\n"
        "Table 1. **Two actors.**\n\n"
        "| actor | n |\n| --- | ---: |\n| A \\| a | 1 (0 to 2) |\n| B | 2 |\n\n"
        "**A | a**\n\n".replace("A | a**", "A \\| a**")
        + "**1 sentence**\n\n"
        "1. The **road** is closed. — [Post](https://example.org/?a=1&amp;b=%282%29)\n"
        "2. Other — evil\n\n"
        "---\n\n"
        "## About this report\n\n"
        "- by: actor\n- again: `` discourse `x` ``\n"
    )
    assert files == {"figure-1.png": base64.b64decode(png()), "figure-1.csv": b"a,b\n"}


@pytest.fixture(scope="module")
def written(steady_code, tmp_path_factory):
    folder = tmp_path_factory.mktemp("formats")
    study = corpus(folder / "texts")
    warning = "import warnings\n\nwarnings.warn('see a folder', stacklevel=1)"
    write_notebook(folder / "small.ipynb", 'reports.Table(study.documents[["doc_id", "actor"]], "Who")', warning)
    given = {"processed": str(study.folder), "word": "<b>"}
    return folder, given, publish(folder / "small.ipynb", given, folder / "out", formats=["md", "notebook"])


def test_the_formats_stand_beside_the_page_under_its_name(written):
    _, _, done = written
    assert [path.suffix for path in done.paths] == [".html", ".md", ".ipynb"]
    assert len({path.stem for path in done.paths}) == 1
    assert "# Small &lt;b&gt;\n" in done.paths[1].read_text(encoding="utf-8")


def test_a_notebook_is_valid_has_its_outputs_and_names_no_path_of_this_machine(written):
    folder, _, done = written
    text = done.paths[2].read_text(encoding="utf-8")
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert "3 documents" in str([cell.get("outputs") for cell in notebook.cells])
    assert str(folder) not in text
    assert '"papermill"' not in text
    assert '"stderr"' not in text
    assert '"execution"' not in text
    tagged = [cell.source for cell in notebook.cells if "injected-parameters" in cell.metadata.get("tags", [])]
    assert tagged == ["word = '<b>'"]
    assert any("parameters" in cell.metadata.get("tags", []) for cell in notebook.cells)


def test_rendered_again_all_formats_have_the_same_bytes(written, tmp_path):
    folder, given, done = written
    again = publish(folder / "small.ipynb", given, tmp_path, formats=["notebook", "md"])
    assert {path.name: path.read_bytes() for path in again.paths} == {
        path.name: path.read_bytes() for path in done.paths
    }


def test_an_unchanged_format_stays_and_a_missing_one_is_made_of_the_page_that_is_there(written, monkeypatch):
    folder, given, done = written
    monkeypatch.setattr(rendering, "_run", lambda *_: pytest.fail("it was run again"))
    assert publish(folder / "small.ipynb", given, folder / "out", formats=["md"]).unchanged
    before = done.paths[1].read_bytes()
    done.paths[1].unlink()
    again = publish(folder / "small.ipynb", given, folder / "out", formats=["md"])
    assert not again.unchanged
    assert done.paths[1].read_bytes() == before


def test_markdown_whose_figures_or_data_are_gone_is_written_again_with_them(written):
    folder, given, done = written
    (data,) = done.paths[1].with_name(f"{done.paths[1].stem}-files").iterdir()
    data.unlink()
    assert not publish(folder / "small.ipynb", given, folder / "out", formats=["md"]).unchanged
    assert data.is_file()
    assert publish(folder / "small.ipynb", given, folder / "out", formats=["md"]).unchanged


def test_a_format_that_was_asked_for_once_is_not_left_behind_when_the_page_changes(steady_code, tmp_path):
    study = corpus(tmp_path / "texts")
    notebook = write_notebook(tmp_path / "small.ipynb")
    publish(notebook, {"processed": str(study.folder)}, tmp_path / "out", formats=["md"])
    write_notebook(notebook, 'reports.Finding("All else is new")')
    publish(notebook, {"processed": str(study.folder)}, tmp_path / "out")
    assert "All else is new" in (tmp_path / "out" / "small.md").read_text(encoding="utf-8")
    assert not (tmp_path / "out" / "small.ipynb").exists()


def test_no_report_is_written_over_the_notebook_that_it_is_rendered_from(written):
    folder, given, _ = written
    before = (folder / "small.ipynb").read_bytes()
    with pytest.raises(FormatError, match=r"would write over .*small\.ipynb itself: choose another folder"):
        publish(folder / "small.ipynb", {"processed": given["processed"]}, folder, formats=["notebook"])
    assert (folder / "small.ipynb").read_bytes() == before
    assert not (folder / "small.html").exists()


def test_without_a_program_for_pdf_the_page_is_there_and_what_to_install_is_said(written, monkeypatch, tmp_path):
    folder, given, _ = written
    shutil.copytree(folder / "out", tmp_path / "out")
    monkeypatch.setattr(printing.shutil, "which", lambda _: None)
    monkeypatch.setattr(printing, "find_spec", lambda _: None)
    with pytest.raises(FormatError, match=r"small.*\.html is written; for PDF, install Chromium"):
        publish(folder / "small.ipynb", given, tmp_path / "out", formats=["pdf"])
    assert [path.suffix for path in (tmp_path / "out").iterdir() if path.suffix in (".html", ".pdf")] == [".html"]


def test_a_format_that_there_is_not_is_refused_before_anything_runs(tmp_path):
    with pytest.raises(FormatError, match=r"there is no format 'docx'\. There are: html, pdf, notebook, md"):
        publish(tmp_path / "none.ipynb", {}, tmp_path, formats=["docx"])


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium that could print a page")
def test_a_pdf_holds_the_words_of_the_page_and_is_made_again_only_of_another(written):
    folder, given, _ = written
    done = publish(folder / "small.ipynb", given, folder / "out", formats=["pdf"])
    pdf = pypdfium2.PdfDocument(done.paths[1])
    shown = " ".join(page.get_textpage().get_text_range() for page in pdf)
    about = pdf.get_metadata_dict()
    pdf.close()
    assert "Small <b>" in shown
    assert "3 documents" in shown
    assert about["Creator"].startswith("discourse-analysis")
    assert about["CreationDate"] == about["ModDate"] == ""
    assert publish(folder / "small.ipynb", given, folder / "out", formats=["pdf"]).unchanged


def test_a_program_that_never_ends_is_ended_and_named(monkeypatch, tmp_path):
    program = tmp_path / "browser"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(printing, "LONGEST", 0.2)
    monkeypatch.setattr(printing, "BROWSERS", (str(program),))
    about = rendering.About("t", "", "n", {}, {}, "d")
    with pytest.raises(FormatError, match=r"browser was not ready after 0.2 seconds"):
        printing.print_pdf("<html><head></head></html>", about, tmp_path / "page.html")


def test_the_cells_of_an_exported_notebook_are_plain_json(written):
    _, _, done = written
    assert json.loads(done.paths[2].read_text(encoding="utf-8"))["metadata"]["report"]["notebook"] == "small"
