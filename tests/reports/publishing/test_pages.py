"""An executed notebook becomes a page that can be read, numbered, linked to, and that nothing can harm."""

import base64
import hashlib
import re

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.reports.display import Finding, Table
from analysis.reports.publishing.about import About
from analysis.reports.publishing.pages import page

from .shown import Page

HOSTILE = '<script>alert(1)</script> "&amp;" \' $x$'
PNG = "iVBORw0KGgo="


def code(*shown):
    """A cell that has shown something: HTML, or data by their kind."""
    bundles = [{"text/html": one, "text/plain": "its text"} if isinstance(one, str) else one for one in shown]
    return new_code_cell("secret()", outputs=[new_output("display_data", bundle) for bundle in bundles])


def text(source, *tags):
    return new_markdown_cell(source, metadata={"tags": list(tags)})


def figure(kind, caption, inside=""):
    return (
        f'<figure><figcaption><span class="number" data-counts="{kind}"></span><strong>{caption}</strong></figcaption>'
        f'<img alt="a" src="data:image/png;base64,{PNG}">{inside}</figure>'
    )


def about(**facts):
    known = {
        "title": "Who names Kontor",
        "scope": "",
        "notebook": "organization-report",
        "data": "0123456789abcdef" * 4,
    }
    values = {"organization": "Kontor", "top": 15, "by": "", "local_names": False, "terms": ["road", "bread"]}
    return About(**known | {"given": {"organization": "Kontor"}, "values": values} | facts)


def written(*cells, **facts):
    return page(new_notebook(cells=list(cells)), about(**facts))


def rendered(*cells, **facts):
    return Page(written(*cells, **facts))


def test_the_finding_stands_before_the_contents_and_these_before_the_sections():
    shown = rendered(
        code(Finding("Kontor is named.")._repr_html_()), code("<p>Opening.</p>"), text("## When"), text("## Who")
    )
    order = [shown.text.index(words) for words in ("Kontor is named.", "Contents", "Opening.", "About this report")]
    assert order == sorted(order)
    (contents,) = shown.said("nav")
    assert contents == "Contents When Who"


def test_a_line_below_the_title_says_of_what_it_is():
    shown = rendered(corpus="Statements", documents=1234, first="2022-12-12", last="2023-09-28", scope="by group")
    (line,) = shown.said("p", **{"class": "dek"})
    assert line == "Statements · December 2022 to September 2023 · 1,234 documents · by group"


def test_figures_and_tables_are_numbered_each_in_the_order_of_the_page():
    shown = rendered(
        code(figure("figure", "A")),
        code(figure("table", "B"), figure("figure", "C")),
        text("## D"),
        code(figure("table", "E")),
    )
    assert shown.said("figcaption") == ["Figure 1. A", "Table 1. B", "Figure 2. C", "Table 2. E"]
    assert [found["id"] for found in shown.of("figure")] == ["figure-1", "table-1", "figure-2", "table-2"]


def test_data_are_saved_under_the_name_of_the_report_and_the_figure():
    csv = '<a class="csv" download="data.csv" href="data:text/csv;charset=utf-8;base64,YQ==">CSV</a>'
    shown = rendered(code(figure("figure", "A", f"<details><summary>Data</summary>{csv}</details>"), csv))
    assert [link["download"] for link in shown.of("a", **{"class": "csv"})] == [
        "organization-report--kontor-figure-1.csv",
        "organization-report--kontor-data-2.csv",
    ]


def test_every_section_has_an_address_of_its_own_that_does_not_change_with_others():
    shown = rendered(
        text("## Who names it?"), text("## Figure 1"), code(figure("figure", "A")), text("## Who names it?")
    )
    idents = [found["id"] for found in shown.of("h2")]
    assert idents[:3] == ["who-names-it", "figure-1-2", "who-names-it-2"]
    every = [found["id"] for _, found in shown.tags if "id" in found]
    assert len(every) == len(set(every))
    links = {link["href"] for link in shown.of("a") if link["href"].startswith("#")}
    assert links <= {f"#{ident}" for ident in every}


def test_headings_leave_no_level_out_and_do_not_repeat_the_title():
    shown = rendered(text("# Who names Kontor\n\n# One\n\n##### Deep"), code("<h1>Of a cell</h1>"))
    levels = [int(tag[1]) for tag, _ in shown.tags if re.fullmatch("h[1-6]", tag)]
    assert levels == [1, 2, 3, 2, 2]
    assert shown.text.count("Who names Kontor") == 2  # title and heading


def test_each_table_and_picture_scrolls_in_a_box_that_the_keyboard_reaches_and_that_has_a_name():
    table = Table(pd.DataFrame({"speaker": ["Ana"]}), "Ana speaks")._repr_html_()
    shown = rendered(code(table, figure("figure", "A"), table, pd.DataFrame({"a": [1]}).to_html(), {"image/png": PNG}))
    boxes = shown.of("div", role="region")
    names = ["Table 1. Ana speaks", "Figure 1. A", "Table 2. Ana speaks", "Table", "Figure"]
    assert [box["aria-label"] for box in boxes] == names
    assert {box["tabindex"] for box in boxes} == {"0"}


def test_code_and_cells_for_notebooks_alone_are_left_out():
    shown = rendered(text("Only here", "notebook-only"), code("<p>Shown</p>"))
    assert "secret" not in shown.text
    assert "Only here" not in shown.text
    assert "Shown" in shown.text


def test_only_the_written_style_passes_the_policy_and_nothing_else():
    source = written(code("<p>a</p>"))
    (style,) = re.findall("<style>(.*?)</style>", source, re.DOTALL)
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = Page(source).policy
    assert policy["default-src"] == ["'none'"]
    assert policy["style-src-elem"] == [f"'sha256-{hashed}'"]
    assert policy["img-src"] == ["data:"]
    assert not any("script" in name for name in policy)


@pytest.mark.parametrize(
    "cell",
    [
        code("<script>alert(1)</script><p onclick=alert(1)>words</p>"),
        code("</div></section></main></body><iframe src=//evil.example></iframe>words"),
        code({"text/markdown": "words <img src=x onerror=alert(1)> [a](javascript:alert(1))"}),
        code({"image/svg+xml": "<svg onload='alert(1)'></svg>", "text/plain": "words"}),
        code({"text/plain": "<script>alert(1)</script> words"}),
        code({"text/html": "<script>draw()</script>", "text/plain": "words"}),
        code({"application/javascript": "alert(1)", "text/plain": "words"}),
        new_code_cell(outputs=[new_output("stream", name="stdout", text="\x1b[31m<script>words</script>\x1b[0m")]),
        text(
            "words <script>alert(1)</script> <b onmouseover=alert(1)>b</b> [a](javascript:alert(1)) ![i](//x.example)"
        ),
        text("## words <iframe src=//evil.example></iframe>"),
    ],
)
def test_what_a_notebook_of_anybody_shows_is_inert_and_still_says_its_words(cell):
    source = written(cell)
    shown = Page(source)
    assert not {tag for tag, _ in shown.tags} & {"script", "iframe", "svg", "form", "input", "object", "embed"}
    assert not any(name.startswith("on") for _, found in shown.tags for name in found)
    assert {link["href"] for link in shown.of("a") if not link.get("href", "#").startswith("#")} <= {"index.html"}
    assert all(image["src"].startswith("data:image/") for image in shown.of("img"))
    assert "\x1b" not in source
    assert "words" in shown.text + " ".join(image["alt"] for image in shown.of("img"))


def test_dollars_stay_what_they_are():
    shown = rendered(text("It costs $5 and $6, or $a_b$."), code("<p>$x$</p>"))
    assert "It costs $5 and $6, or $a_b$." in shown.text
    assert "$x$" in shown.text


def test_hostile_facts_are_shown_as_they_are_written():
    shown = rendered(
        title=HOSTILE, scope=HOSTILE, corpus=HOSTILE, given={"organization": HOSTILE}, values={"organization": HOSTILE}
    )
    assert shown.said("h1") == [HOSTILE]
    assert shown.said("dd")[0] == HOSTILE
    assert "script" not in {tag for tag, _ in shown.tags}


def test_a_title_of_a_million_letters_does_not_fill_the_page():
    shown = rendered(title="x" * 1_000_000, scope="y" * 1_000_000)
    assert len(shown.text) < 20_000


def test_the_footer_names_first_what_was_chosen_and_how_to_render_and_verify_it():
    shown = rendered()
    (footer,) = shown.said("footer")
    order = [
        footer.index(words)
        for words in (
            "organization Kontor",
            "0123456789abcdef",
            "Other parameters",
            "top 15",
            "by (not set)",
            "local_names no",
            "terms road,bread",
        )
    ]
    assert order == sorted(order)
    assert "discourse report organization-report --set organization=Kontor" in footer
    assert "discourse verify reports/organization-report--kontor.html" in footer


def test_a_long_command_stands_whole_as_half_of_it_renders_nothing():
    terms = [f"term {number}" for number in range(400)]
    shown = page(new_notebook(), about(given={"terms": terms}))
    assert f"--set 'terms={','.join(terms)}'" in Page(shown).text


def test_names_within_summaries_and_links_wait_for_no_link():
    name = '<span data-names="organization" data-name="Kontor">Kontor</span>'
    shown = rendered(code(f"<details><summary>{name}</summary>{name}</details><a href=https://example.org>{name}</a>"))
    assert len(shown.of("span", **{"data-name": "Kontor", "data-names": "organization"})) == 1


def test_the_same_notebook_gives_the_same_bytes():
    cells = [code(figure("figure", "A")), text("## B"), code("<table><tr><td>1</td></tr></table>")]
    assert written(*cells) == written(*cells)


def test_an_empty_notebook_gives_a_page_without_contents():
    shown = rendered()
    assert shown.said("h1") == ["Who names Kontor"]
    assert shown.of("nav") == []
