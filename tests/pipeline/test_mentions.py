"""Mentions in a built corpus: what decides them is known only when all documents are together."""

import pytest

from analysis.pipeline import build
from analysis.study import load

GAZETTEER = """organization,alias,match,valid_from,valid_to,ambiguous
Court,International Court of Justice,name,,,
Court,ICJ,exact,,,confirm
Commission,UN Commission on Human Rights,name,1946,2006-06-16,
Council,UN Human Rights Council,name,2006,,
Lemkin,Lemkin Institute for Genocide Prevention,name,,,
"""
METADATA = "file,date\nold.txt,2005\nnew.txt,2010-05-01\n"
TEXTS = {
    "old.txt": "The UN Commission on Human Rights met.",
    "new.txt": "The UN Commission on Human Rights met.",
    "alone.txt": "The ICJ met in spring.",
    "named.txt": "The International Court of Justice (ICJ) met. The ICJ is in session.",
    "local.txt": "The Lemkin Institute for Genocide Prevention wrote. The Institute is alarmed.",
}


@pytest.fixture
def built(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    for name, text in {"organizations.csv": GAZETTEER, "metadata.csv": METADATA, **TEXTS}.items():
        (raw / name).write_text(text, encoding="utf-8")
    build(raw, tmp_path / "processed")
    return tmp_path / "processed"


def found(mentions):
    rows = mentions[["doc_id", "surface", "rule"]].values.tolist()
    return {(doc_id.removesuffix(".txt"), surface, rule) for doc_id, surface, rule in rows}


COUNTED = {
    ("old", "UN Commission on Human Rights", "name"),
    ("named", "International Court of Justice", "name"),
    ("named", "ICJ", "confirmed"),
    ("local", "Lemkin Institute for Genocide Prevention", "name"),
}


def test_an_alias_counts_by_the_documents_date_and_by_what_else_it_names(built):
    assert found(load(built).mentions) == COUNTED


def test_what_is_not_counted_can_be_looked_at_with_the_reason(built):
    assert found(load(built).undecided) == {
        ("new", "UN Commission on Human Rights", "out of period"),
        ("alone", "ICJ", "unconfirmed"),
    }


def test_names_in_brackets_and_shorter_names_count_if_asked_for(built):
    appositive, local = ("named", "ICJ", "appositive"), ("local", "Institute", "local")
    assert found(load(built, appositives=True).mentions) == COUNTED | {appositive}
    assert found(load(built, local_names=True).mentions) == COUNTED | {local}
    assert found(load(built, appositives=True, local_names=True).mentions) == COUNTED | {appositive, local}


def test_the_manifest_counts_the_mentions_that_count_of_themselves(built):
    study = load(built)
    assert study.manifest["counts"]["mentions"] == len(study.mentions) == 4
    assert study.manifest["counts"]["undecided"] == len(study.undecided) == 2


def test_mentions_stand_in_the_order_of_the_documents_and_of_their_text(built):
    study = load(built, appositives=True, local_names=True)
    order = {doc_id: place for place, doc_id in enumerate(study.documents["doc_id"])}
    places = [(order[doc_id], start) for doc_id, start in study.mentions[["doc_id", "start"]].values]
    assert places == sorted(places)


def test_a_changed_date_moves_a_mention_though_no_text_is_read_again(built):
    raw = built.parent / "raw"
    (raw / "metadata.csv").write_text(METADATA.replace("2010-05-01", "2004-05-01"), encoding="utf-8")
    again = build(raw, built)
    assert again.processed == 0
    assert ("new", "UN Commission on Human Rights", "name") in found(load(built).mentions)
