"""Fields of a megabyte, of control characters and of writing turned around: cut, seen, and drawn as they are."""

import json

import pytest
from matplotlib.text import Text

from analysis import pipeline
from analysis.discourse import mention_counts, with_names
from analysis.reports import (
    document_lengths,
    document_table,
    documents_by,
    documents_over_time,
    evidence,
    group_table,
    marked_document,
    naming_summary,
    organization_table,
    organizations,
    organizations_by_group,
    speaker_table,
    statement_table,
    style_chart,
    summary,
    terms,
    voice_chart,
    voice_table,
    who_names_whom_chart,
    who_names_whom_table,
)
from analysis.stats import frequencies

from .named import Page

UNSEEN = "\x00\x1b\x07\x9b\u202a\u202e\u2066\u2069"
HOSTILE = f"<script>alert(1)</script>{UNSEEN}[31m$x$ =1+1 "
LONG = HOSTILE + "W" * 1_000_000
TEXT = f"Ana Ruiz said the road of the UN is closed {HOSTILE}. Tom Lee denied that the UN is late."
ROWS = [
    {
        "id": f"d{n}",
        "date": f"2023-0{n + 1}-05",
        "text": f"{TEXT} {'W' * 300_000} Then the UN came." if n == 1 else TEXT,
        "url": f"https://example.org/{'a' * 1_000_000 if n == 1 else n}",
        **dict.fromkeys(("title", "actor", "source", "speaker", "group"), LONG if n == 1 else f"{n % 2}{HOSTILE}"),
    }
    for n in range(4)
]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile-fields")
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    (folder / "organizations.csv").write_text("organization,alias,match\nUnited Nations,UN,exact\n", encoding="utf-8")
    return pipeline.build(folder, folder / ".tables").study


@pytest.fixture(scope="module")
def shown(study):
    mentions, named = study.mentions, with_names(study.statements)
    counts = mention_counts(mentions, study.documents, duplicates="all", resamples=0)
    parts = [
        *(summary(study), naming_summary(study), documents_over_time(study.documents), document_table(study.documents)),
        *(
            document_lengths(study.tokens, study.documents),
            organizations(counts, 5, study),
            style_chart(study, "actor"),
        ),
        *(terms(frequencies(study.tokens, resamples=0), 5, study=study), organization_table(mentions, study)),
        *(evidence(mentions, study, "actor"), evidence(mentions, study), marked_document("d1", study)),
        *(speaker_table(named, study), statement_table(named, study)),
    ]
    for by in ("actor", "speaker"):
        parts += [
            *(documents_by(study.documents, by), organizations_by_group(mentions, study, by)),
            *(group_table(mentions, study, by), voice_chart(named, study, by), voice_table(named, study, by)),
            *(who_names_whom_chart(mentions, study, by), who_names_whom_table(mentions, study, by)),
        ]
    return [(part, part._repr_html_()) for part in parts]


def test_no_page_is_long_for_a_long_field_and_all_shows_what_it_counts(shown):
    for part, html in shown:
        assert len(html) < 300_000, part.__class__
        assert Page(html).text.strip()


def test_no_character_that_harms_a_terminal_or_turns_the_writing_reaches_a_page(shown):
    for _, html in shown:
        assert not set(html) & set(UNSEEN)
        assert "<script" not in html


def test_what_cannot_be_seen_is_drawn_as_a_sign_and_names_in_figures_are_short(shown):
    for part, _ in shown:
        for text in part.figure.findobj(Text) if getattr(part, "figure", None) else []:
            assert not set(text.get_text()) & set(UNSEEN)
            assert len(text.get_text()) < 200


def test_an_address_that_no_browser_takes_is_no_link(shown):
    for _, html in shown:
        for link in Page(html).links:
            assert link.startswith(("https://example.org/", "data:text/csv;", "#doc-"))
            assert len(link) < 2_100 or link.startswith("data:")
