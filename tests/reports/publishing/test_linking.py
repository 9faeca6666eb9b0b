"""Whom a report names leads to the report of that one, if it stands beside."""

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reports.publishing.linking import link_reports, linked, unlinked

from .shown import Page

NAME = 'A <b> & "B"'


def named(name, kind="organization"):
    return f'<td><bdi data-names="{kind}" data-name="{html.escape(name)}">{html.escape(name)}</bdi></td>'


def report(*names, data="now", notebook="organization-report", given=None, **values):
    facts = {
        "title": "T",
        "notebook": notebook,
        "data": data,
        "values": values,
        "given": values if given is None else given,
    }
    meta = f'<meta name="report" content="{html.escape(json.dumps(facts))}">'
    return f"<!DOCTYPE html><html><head>{meta}</head><body>{''.join(map(named, names))}</body></html>"


@pytest.fixture
def folder(tmp_path):
    def written(**pages):
        for name, page in pages.items():
            (tmp_path / f"{name}.html").write_bytes(page.encode())
        link_reports(tmp_path)
        return tmp_path

    return written


def links(folder, name):
    return [link["href"] for link in Page((folder / f"{name}.html").read_text("utf-8")).of("a")]


def test_a_named_organization_leads_to_its_own_report_and_no_report_to_itself(folder):
    where = folder(
        overview=report("Kontor", "Atlas", "Nobody"),
        k=report("Kontor", "Atlas", organization="Kontor"),
        a=report(organization="Atlas"),
    )
    assert links(where, "overview") == ["k.html", "a.html"]
    assert links(where, "k") == ["a.html"]


def test_a_speaker_and_an_organization_of_one_name_are_two(folder):
    where = folder(x=report("Kontor"), s=report(notebook="speaker-report", speaker="Kontor"))
    assert links(where, "x") == []


def test_the_report_of_the_same_data_with_fewest_other_parameters_is_chosen(folder):
    where = folder(
        x=report("Kontor"),
        a=report(organization="Kontor", start="2023"),
        b=report(organization="Kontor"),
        c=report(organization="Kontor", data="before"),
        d=report(notebook="03-organizations", organization="Kontor", given={}),
    )
    assert links(where, "x") == ["b.html"]


def test_linking_again_changes_nothing_and_says_so(folder):
    where = folder(x=report("Kontor", NAME), k=report("Kontor", organization="Kontor"), n=report(organization=NAME))
    before = {path.name: path.read_bytes() for path in where.iterdir()}
    assert links(where, "x") == ["k.html", "n.html"]
    assert link_reports(where) == []
    assert {path.name: path.read_bytes() for path in where.iterdir()} == before


def test_a_link_goes_when_its_report_goes(folder):
    before = report("Kontor")
    where = folder(x=before, k=report(organization="Kontor"))
    assert links(where, "x") == ["k.html"]
    (where / "k.html").unlink()
    assert link_reports(where) == [where / "x.html"]
    assert (where / "x.html").read_text("utf-8") == before


def test_files_of_others_are_left_alone(folder):
    own = named("Kontor")
    latin = b"\xe9" + report("Kontor").encode()
    (where := folder(k=report(organization="Kontor"))).joinpath("own.html").write_text(own, "utf-8")
    (where / "latin.html").write_bytes(latin)
    link_reports(where)
    assert (where / "own.html").read_text("utf-8") == own
    assert (where / "latin.html").read_bytes() == latin


def test_what_is_called_like_a_page_and_is_no_file_is_passed_over(folder, tmp_path):
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "gone.html").symlink_to(tmp_path / "nowhere")
    where = folder(overview=report("Kontor"), k=report(organization="Kontor"))
    assert links(where, "overview") == ["k.html"]


TEXTS = st.text(st.sampled_from("aB <>&\"'=/"), max_size=12)


@given(st.lists(TEXTS.filter(bool), max_size=4), st.sampled_from(["a.html", "b-c.html", "a: b/#c?.html"]))
def test_a_page_without_its_links_is_the_page_that_was_rendered(names, file):
    page = report(*names)
    assert unlinked(linked(page, {("organization", name): file for name in names})) == page
