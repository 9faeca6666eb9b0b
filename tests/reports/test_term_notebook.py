"""The notebook of terms on corpora that lack something: each cell shows what there is, and says what is missing."""

import ast
from pathlib import Path

import nbformat
import pytest

from .named import HOSTILE, Page
from .two_sides import built, two_sides

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "02-terms.ipynb"


def shown(processed, **parameters):
    """Run the notebook's cells, and return the HTML of those that end in a value."""
    cells = [cell for cell in nbformat.read(NOTEBOOK, as_version=4).cells if cell.cell_type == "code"]
    names, html = {}, []
    for cell in cells:
        body = ast.parse(cell.source).body
        last = body.pop() if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), str(NOTEBOOK), "exec"), names)
        if "parameters" in cell.metadata.get("tags", []):
            names |= {"processed": str(processed), **parameters}
        if last:
            html.append(eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names)._repr_html_())
    return html


CORPORA = {
    "one document": [{"id": "d0", "actor": "A", "date": "2023-01-05", "text": "The road is closed. The road is long."}],
    "one token": [{"id": "d0", "text": "road"}],
    "no dates": [row | {"date": ""} for row in two_sides()],
    "years only": [row | {"date": "2023"} for row in two_sides()],
    "no groups": [{"id": f"d{n}", "text": f"The road is closed on day {n}."} for n in range(4)],
    "numbers only": [{"id": f"d{n}", "actor": "AB"[n % 2], "text": "2023 16 2023 16 2023 16"} for n in range(4)],
    "hostile": [
        row | {"actor": row["actor"] + HOSTILE, "text": f"{row['text']} {HOSTILE} {HOSTILE}", "title": HOSTILE}
        for row in two_sides()
    ],
    "other scripts": [row | {"text": "Դեմ ճանապարհ փակ է. Дорога закрыта. طريق مغلق"} for row in two_sides()],
}


@pytest.mark.parametrize("rows", CORPORA.values(), ids=CORPORA.keys())
@pytest.mark.filterwarnings("ignore:Glyph")
def test_every_cell_shows_something_whatever_the_corpus_lacks(tmp_path, rows):
    study = built(tmp_path, rows)
    for html in shown(study.folder, minimum=1):
        page = Page(html)
        assert not page.open
        assert page.text.strip()
        assert "script" not in page.tags


@pytest.mark.parametrize(
    "parameters",
    [
        {"term": "nowhere"},
        {"term": "the road"},
        {"terms": "nowhere"},
        {"terms": " road, the road, clos*, nowhere ,"},
        {"term": "nowhere", "terms": "nowhere", "dictionary": "modality", "minimum": 100},
        {"by": "month"},
        {"target": "South", "by": "actor"},
        {"by": "document", "top": 1},
        {"start": "2023-02", "end": "2023-02"},
    ],
    ids=str,
)
def test_every_cell_shows_something_whatever_is_asked_for(tmp_path, parameters):
    study = built(tmp_path, two_sides())
    html = shown(study.folder, **{"minimum": 1, "duplicates": "all", **parameters})
    assert len(html) >= 15
    assert all(Page(part).text.strip() for part in html)


def test_the_two_sides_are_told_apart_in_context_and_over_time(tmp_path):
    study = built(tmp_path, two_sides())
    text = "\n".join(Page(part).text for part in shown(study.folder, term="road", minimum=1, duplicates="all"))
    assert "“road” stands 4 times in 4 documents." in text
    assert "1 month without documents" in text
    assert "2 documents without a known month left out." in text


def test_a_group_that_there_is_not_is_refused_with_those_that_there_are(tmp_path):
    study = built(tmp_path, two_sides())
    with pytest.raises(ValueError, match=r"did you mean South.* There are: "):
        shown(study.folder, target="Sout")
