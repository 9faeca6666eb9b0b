"""Statements against cases written by hand: statements/*.yaml say what is said in a short text, and by whom.

name        what matters, and the name of the test
phenomenon  what the case is an example of
language    of the document: en where none is given
text        the document; a blank line parts paragraphs
gazetteer   organizations with one alias each, which the tables of all cases join
expect      the statements in their order, of each the columns that the case is about; a surplus statement is wrong
limit       why rules without a parse cannot be expected to be right
"""

from itertools import chain, repeat
from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.corpus.schemas import STATEMENTS, check
from analysis.discourse import statements

KEYS = {"name", "phenomenon", "language", "text", "gazetteer", "expect", "limit"}
MENTIONS = ("cue", "speaker", "addressee")

FILES = sorted((Path(__file__).parent / "statements").glob("*.yaml"))
CASES = [case for path in FILES for case in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)]


def marks(case):
    return [pytest.mark.xfail(reason=case["limit"], strict=True)] if "limit" in case else []


PARAMETERS = [pytest.param(case, id=case["name"], marks=marks(case)) for case in CASES]


def gazetteer():
    rows = [row for case in CASES for row in case.get("gazetteer", [])]
    frame = pd.DataFrame(rows, columns=["organization", "alias"]).drop_duplicates()
    exact = frame["alias"].str.isupper()
    return frame.assign(language="", match=exact.map({True: "exact", False: "name"}), valid_from="", valid_to="")


@pytest.fixture(scope="module")
def found():
    documents = pd.DataFrame({"doc_id": [case["name"] for case in CASES], "text": [case["text"] for case in CASES]})
    languages = [case.get("language", "en") for case in CASES]
    return statements(documents.assign(language=languages), gazetteer().assign(ambiguous=""))


@pytest.fixture(scope="module")
def texts():
    return {case["name"]: case["text"] for case in CASES}


def written(row, keys):
    """Return the columns of a found statement as a case writes them."""
    return {key: str(row[key]).lower() if key == "negated" else row[key] for key in keys}


@pytest.mark.parametrize("case", PARAMETERS)
def test_each_case_gives_its_statements_and_no_other(case, found):
    rows = found[found["doc_id"] == case["name"]].to_dict("records")
    compared = chain(case["expect"], repeat(["content", "speaker"]))
    assert [written(row, keys) for row, keys in zip(rows, compared, strict=False)] == case["expect"]


def test_the_statements_of_all_cases_keep_to_the_schema(found):
    assert len(check(found, STATEMENTS)) > 0


def test_a_content_is_what_stands_in_its_text(found, texts):
    cut = [texts[row.doc_id][row.start : row.end] for row in found.itertuples()]
    assert cut == found["content"].tolist()


@pytest.mark.parametrize("mention", MENTIONS)
def test_a_mention_is_what_stands_in_its_text_and_none_has_no_place(mention, found, texts):
    places = zip(found["doc_id"], found[f"{mention}_start"], found[f"{mention}_end"], strict=True)
    cut = ["" if start == end == -1 else texts[name][start:end] for name, start, end in places]
    assert cut == found[mention].tolist()
    assert (found[f"{mention}_start"].ge(0) == found[mention].ne("")).all()


def test_the_spans_of_speakers_lie_within_the_mention_of_them_all(found):
    for row in found.itertuples():
        spans = [tuple(map(int, span.split(":"))) for span in row.speaker_spans.split()]
        assert bool(spans) == bool(row.speaker)
        assert all(row.speaker_start <= start < end <= row.speaker_end for start, end in spans)


def test_no_two_cases_share_a_name_or_a_text():
    assert len({case["name"] for case in CASES}) == len({case["text"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"well formed: {case['name']}")
def test_what_a_case_expects_stands_in_its_text(case):
    assert case.keys() <= KEYS
    for row in case["expect"]:
        assert row.keys() <= set(STATEMENTS.columns)
        assert all(row.get(key, "") in case["text"] for key in ("content", *MENTIONS))
