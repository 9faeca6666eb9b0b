"""The notebooks of statements on corpora that lack something: each cell shows what there is, or says what is not."""

import ast
from pathlib import Path

import nbformat
import pytest

from .named import Page
from .spoken import CORPORA, built

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def shown(name, processed, **parameters):
    """Run the notebook's cells, and return the HTML of those that end in a value."""
    path = NOTEBOOKS / f"{name}.ipynb"
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    names, html = {}, []
    for cell in cells:
        body = ast.parse(cell.source).body
        last = body.pop() if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), str(path), "exec"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names |= {"processed": str(processed), **parameters}
        if last:
            html.append(eval(compile(ast.Expression(last.value), str(path), "eval"), names)._repr_html_())
    return html


@pytest.mark.parametrize("rows", CORPORA.values(), ids=CORPORA.keys())
@pytest.mark.filterwarnings("ignore:Glyph")
def test_every_cell_shows_something_whatever_the_corpus_lacks(tmp_path, rows):
    study = built(tmp_path, rows)
    for html in shown("04-statements", study.folder, minimum=1):
        page = Page(html)
        assert not page.open
        assert page.text.strip()
        assert "script" not in page.tags


@pytest.mark.parametrize(
    "parameters",
    [
        {"speaker": "Ana Ruiz"},
        {"speaker": "Ana Ruiz", "reference": "Tom Lee"},
        {"reference": "Tom Lee", "source": "actor"},
        {"as_written": True, "by": "month"},
        {"by": "document", "top": 1},
        {"start": "2023-02", "end": "2023-02", "duplicates": "all"},
    ],
    ids=str,
)
def test_every_cell_shows_something_whatever_is_asked_for(tmp_path, parameters):
    html = shown("04-statements", built(tmp_path).folder, minimum=1, **parameters)
    assert len(html) >= 15
    assert all(Page(part).text.strip() for part in html)


@pytest.mark.parametrize(
    ("corpus", "parameters"),
    [
        *((corpus, {}) for corpus in ("no dates", "years only", "hostile", "no groups")),
        ("no dates", {"reference": "Ana Ruiz"}),
        ("no groups", {"quoted": True, "as_written": True}),
        ("hostile", {"by": "source", "source": "actor"}),
        ("hostile", {"start": "2023-04", "duplicates": "all"}),
    ],
    ids=str,
)
@pytest.mark.filterwarnings("ignore:Glyph")
def test_every_cell_of_the_report_of_a_speaker_shows_something(tmp_path, corpus, parameters):
    study = built(tmp_path, CORPORA[corpus])
    for html in shown("speaker-report", study.folder, speaker="Tom Lee", minimum=1, **parameters):
        page = Page(html)
        assert not page.open
        assert page.text.strip()
        assert "script" not in page.tags


def test_the_report_of_a_speaker_counts_what_was_counted_by_hand(tmp_path):
    html = shown("speaker-report", built(tmp_path).folder, speaker="Tom Lee", minimum=1)
    text = "\n".join(Page(part).text for part in html)
    assert "Tom Lee has 3 statements in 3 of 4 documents (1 direct, 2 indirect), 13 words." in text
    assert "1 document left out as exact repeats of others." in text
    assert "3 statements in 3 documents." in text


def test_a_speaker_that_there_is_not_is_refused_with_those_that_are_near(tmp_path):
    with pytest.raises(ValueError, match=r"nobody named 'Tom Leigh' speaks\. Did you mean Tom Lee"):
        shown("speaker-report", built(tmp_path).folder, speaker="Tom Leigh")
