"""What renders a report anew, and what leaves it as it is."""

import json
import subprocess
import sys

import pytest

from analysis.discourse.correction_files import NEEDED
from analysis.reports.publishing import freshness, rendering
from analysis.reports.publishing.about import About, read_about
from analysis.reports.publishing.freshness import is_fresh
from analysis.reports.publishing.rendering import planned, publish, unchanged
from analysis.reports.publishing.seals import is_whole, sealed

from .small import DECLARATIONS, ROWS, corpus, write_notebook


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """A folder with a corpus, a notebook, and its report as it was first rendered."""
    folder = tmp_path_factory.mktemp("fresh")
    corpus(folder / "texts")
    write_notebook(folder / "small.ipynb")
    (folder / "coding.csv").write_text("doc_id,act\nd1,say\n", encoding="utf-8")
    done = publish(folder / "small.ipynb", given(folder), folder / "out")
    return folder, done, done.paths[0].read_bytes()


def given(folder, **more):
    return {"processed": str(folder / "texts" / ".tables"), "coding": str(folder / "coding.csv")} | more


@pytest.fixture
def report(rendered):
    """The same, as it was again for each test."""
    folder, done, page = rendered
    write_notebook(folder / "small.ipynb")
    (folder / "coding.csv").write_text("doc_id,act\nd1,say\n", encoding="utf-8")
    done.paths[0].write_bytes(page)
    return folder, done.paths[0]


def fresh(folder, path, **more):
    about = planned(folder / "small.ipynb", given(folder, **more), folder / "out").about
    return is_fresh(path, about)


def test_a_report_is_not_rendered_again_when_nothing_has_changed(report, monkeypatch):
    folder, path = report
    monkeypatch.setattr(rendering, "_run", lambda *_: pytest.fail("it was run again"))
    done = publish(folder / "small.ipynb", given(folder), folder / "out")
    assert done.unchanged
    assert done.paths == (path,)
    assert unchanged(folder / "small.ipynb", given(folder), folder / "out") == done


def test_force_renders_again_and_gives_the_same_bytes(report):
    folder, path = report
    before = path.read_bytes()
    path.write_bytes(b"")
    done = publish(folder / "small.ipynb", given(folder), folder / "out", force=True)
    assert not done.unchanged
    assert path.read_bytes() == before


def test_a_changed_notebook_is_rendered_again(report):
    folder, path = report
    write_notebook(folder / "small.ipynb", "reports.Finding('other')")
    assert not fresh(folder, path)


def test_other_values_of_parameters_are_rendered_again(report):
    folder, path = report
    assert not fresh(folder, path, top="1")
    assert not fresh(folder, path, top="2")  # the footer says what was given, be it the default


def test_the_same_value_written_otherwise_is_the_same_file(report):
    folder, _ = report
    written = [planned(folder / "small.ipynb", given(folder, top=top), folder / "out").path for top in (3, "3", "03")]
    assert len(set(written)) == 1


def test_an_empty_value_is_a_report_of_its_own_only_where_empty_is_not_the_default(report):
    folder, path = report
    assert planned(folder / "small.ipynb", given(folder, word=""), folder / "out").path == path
    declarations = DECLARATIONS.replace('word: str = ""', 'word: str = "any"')
    write_notebook(folder / "small.ipynb", declarations=declarations)
    assert planned(folder / "small.ipynb", given(folder), folder / "out").path == path
    assert planned(folder / "small.ipynb", given(folder, word=""), folder / "out").path != path


def test_a_changed_default_is_rendered_again(report):
    folder, path = report
    text = (folder / "small.ipynb").read_text(encoding="utf-8")
    (folder / "small.ipynb").write_text(text.replace("top: int = 2", "top: int = 3"), encoding="utf-8")
    assert not fresh(folder, path)


def test_a_file_that_a_parameter_names_is_looked_into(report):
    folder, path = report
    (folder / "coding.csv").write_text("doc_id,act\nd1,deny\n", encoding="utf-8")
    assert not fresh(folder, path)


def test_another_corpus_is_rendered_again_and_the_same_one_elsewhere_is_not(report, tmp_path):
    folder, path = report
    elsewhere, changed = corpus(tmp_path / "same"), corpus(tmp_path / "changed", ROWS[:2])
    assert fresh(folder, path, processed=str(elsewhere.folder))
    assert not fresh(folder, path, processed=str(changed.folder))


def test_corrections_of_statements_are_another_corpus(report, tmp_path):
    folder, path = report
    corpus(tmp_path / "same")
    (tmp_path / "same" / "corrections.csv").write_text(",".join(NEEDED) + "\n", encoding="utf-8")
    assert not fresh(folder, path, processed=str(corpus(tmp_path / "same").folder))


def test_other_versions_are_rendered_again(report, monkeypatch):
    folder, path = report
    versions = freshness.decisive_versions()
    monkeypatch.setattr(freshness, "decisive_versions", lambda: versions | {"pandas": "99"})
    assert not fresh(folder, path)


def test_changed_code_templates_and_lists_have_another_digest(tmp_path):
    package = tmp_path / "package"
    (package / "lists").mkdir(parents=True)
    for name in ("a.py", "page.j2", "lists/verbs.csv", "notes.txt"):
        (package / name).write_text("1")
    first = freshness.code_digest(package)
    (package / "notes.txt").write_text("2")
    assert freshness.code_digest(package) == first
    for name in ("a.py", "page.j2", "lists/verbs.csv"):
        (package / name).write_text("2")
        assert freshness.code_digest(package) != first
        (package / name).write_text("1")
    (package / "a.py").rename(package / "b.py")
    assert freshness.code_digest(package) != first


@pytest.mark.parametrize(
    "damage",
    [
        lambda page: page.replace(b"3 documents", b"9 documents"),
        lambda page: page[: len(page) // 2],
        lambda page: page + b"<p>more</p>",
        lambda page: b"",
        lambda page: page.replace(b"3 documents", b"\xff"),
    ],
)
def test_a_page_that_was_edited_or_cut_is_rendered_again(report, damage):
    folder, path = report
    page = path.read_bytes()
    assert damage(page) != page
    path.write_bytes(damage(page))
    assert not fresh(folder, path)


def test_a_page_that_was_removed_is_rendered_again(report):
    folder, path = report
    path.unlink()
    assert not fresh(folder, path)


def test_a_file_that_is_no_report_says_nothing_of_itself(tmp_path):
    path = tmp_path / "page.html"
    for page in (
        "",
        "<html><head><title>x</title></head></html>",
        '<meta name="report" content="{">',
        '<meta name="report" content="',
        '<meta name="report" content="[]">',
        '<meta name="report" content="null">',
        '<meta name="report" content="{&quot;title&quot;: &quot;only&quot;}">',
        '<meta name="report" content="' + "[" * 100_000 + '">',
    ):
        path.write_text(page, encoding="utf-8")
        assert read_about(path) is None, page[:80]


@pytest.mark.parametrize(
    "odd",
    [
        {"title": 7},
        {"notebook": None},
        {"given": [1]},
        {"given": {"top": {"deep": 1}}},
        {"given": {"top": [[1]]}},
        {"versions": "1"},
        {"documents": "many"},
        {"documents": True},
    ],
)
def test_what_a_page_says_of_itself_must_be_of_the_right_type(tmp_path, odd):
    plain = {"title": "t", "scope": "", "notebook": "n", "given": {}, "values": {}, "data": "d"}
    path = tmp_path / "page.html"
    for facts, known in ((plain, True), (plain | odd, False)):
        content = json.dumps(facts).replace('"', "&quot;")
        path.write_text(f'<meta name="report" content="{content}">', encoding="utf-8")
        assert (read_about(path) is not None) == known


def test_what_a_page_says_of_itself_is_read_back_as_it_was():
    about = About("T <1> & 'x' \u202e", "", "n", {"terms": ["a", "b"]}, {"terms": ["a", "b"], "top": 3}, "d")
    assert (
        About(**{name: value for name, value in json.loads(about.as_json()).items() if name != "fingerprint"}) == about
    )


def test_links_to_other_reports_are_no_change(report):
    folder, path = report
    page = path.read_text(encoding="utf-8")
    linked = page.replace("3 documents", '<a rel="related" href="other.html">3 documents</a>')
    path.write_text(linked, encoding="utf-8")
    assert fresh(folder, path)
    path.write_text(linked.replace("other.html", "https://example.org/"), encoding="utf-8")
    assert not fresh(folder, path)


def test_a_seal_is_found_though_a_text_looks_like_one():
    seal = sealed("<head></head>")[len("<head>") :].removesuffix("</head>")
    page = sealed(f"<html><head><title>x</title></head><body>{seal}</head></body></html>")
    assert is_whole(page)
    assert not is_whole(page.replace("<title>x", "<title>y"))


def test_where_nothing_is_to_do_nothing_that_runs_notebooks_is_loaded(report):
    folder, _ = report
    code = f"""
import sys
from pathlib import Path
from analysis.reports.publishing.rendering import unchanged
kept = unchanged(Path({str(folder / "small.ipynb")!r}), {given(folder)!r}, Path({str(folder / "out")!r}))
print(kept.unchanged, [name for name in ("papermill", "nbconvert", "nbclient", "ipykernel") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "True []", done.stderr
