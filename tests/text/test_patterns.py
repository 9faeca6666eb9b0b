"""Which terms a pattern stands for."""

import fnmatch
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text import patterns
from analysis.text.patterns import matching_terms

often = settings(deadline=None, max_examples=300)
words_with_endings = st.from_regex(r"[abc]{1,3}(\.\*)?(\|[abc]{1,3})?", fullmatch=True)
TERMS = ["a", "ab", "abc", "b", "genocidal", "genocide", "genre", "il-76", "it's", "strasse", "u?", "ünited", "κόσμοσ"]


def matched(pattern: str, terms: list[str] | None = None, *, regex: bool = False) -> list[str]:
    vocabulary = np.array(sorted(TERMS if terms is None else terms), dtype=object)
    return vocabulary[matching_terms(vocabulary, pattern, regex=regex)].tolist()


@pytest.mark.parametrize(
    ("pattern", "terms"),
    [
        ("genocide", ["genocide"]),
        ("GENOCIDE", ["genocide"]),
        ("genocid", []),
        ("genocid*", ["genocidal", "genocide"]),
        ("genocide*", ["genocide"]),
        ("*e", ["genocide", "genre", "strasse"]),
        ("*no*d*", ["genocidal", "genocide"]),
        ("gen?e", ["genre"]),
        ("genr??", []),
        ("?", ["a", "b"]),
        ("??", ["ab", "u?"]),
        ("a?*", ["ab", "abc"]),
        ("*?b*", ["ab", "abc"]),
        (r"u\?", ["u?"]),
        (r"\u?", ["u?"]),
        (" Straße ", ["strasse"]),
        ("Stra*ß?", ["strasse"]),
        ("IT’S", ["it's"]),
        ("il‑7*", ["il-76"]),
        ("Ü*", ["ünited"]),
        ("κόσμος", ["κόσμοσ"]),
        ("*", sorted(TERMS)),
        ("**", sorted(TERMS)),
        ("zebra", []),
        ("z*", []),
        ("[a-b]", []),
        ("a.c", []),
    ],
)
def test_a_pattern_stands_for_whole_terms(pattern, terms):
    assert matched(pattern) == terms


@pytest.mark.parametrize(
    ("pattern", "terms"),
    [
        ("genocid.*", ["genocidal", "genocide"]),
        ("Genocid(e|al)", ["genocidal", "genocide"]),
        ("genocid", []),
        ("a|b", ["a", "b"]),
        ("b|a.*|a", ["a", "ab", "abc", "b"]),
        ("stra(ß|x)e", ["strasse"]),
        ("straße", ["strasse"]),
        ("it’s", ["it's"]),
        (r"\p{L}", ["a", "b"]),
        (r".\?", ["u?"]),
        (".*", sorted(TERMS)),
        ("(?!gen).*e", ["strasse"]),
    ],
)
def test_a_regular_expression_matches_whole_terms_without_regard_to_case(pattern, terms):
    assert matched(pattern, regex=True) == terms


@often
@given(st.lists(st.text("ab?*", max_size=6), unique=True), st.text("ab?*", min_size=1, max_size=7))
def test_wildcards_match_as_in_names_of_files(terms, pattern):
    assert matched(pattern, terms) == [term for term in sorted(terms) if fnmatch.fnmatchcase(term, pattern)]


@often
@given(st.lists(st.text("abc-", max_size=5), unique=True), words_with_endings)
def test_the_search_by_first_letters_finds_what_the_whole_vocabulary_holds(terms, pattern):
    assert matched(pattern, terms, regex=True) == [term for term in sorted(terms) if re.fullmatch(pattern, term)]


def test_an_escaped_sign_is_itself():
    assert matched(r"a\*", ["a", "a*", "ab"]) == ["a*"]
    assert matched(r"a\\", ["a", "a\\"]) == ["a\\"]


@pytest.mark.parametrize("regex", [False, True])
def test_an_empty_vocabulary_has_no_match(regex):
    found = matching_terms(np.zeros(0, dtype=object), "a.*", regex=regex)
    assert found.dtype == np.int64
    assert len(found) == 0


@pytest.mark.parametrize(
    ("pattern", "regex", "message"),
    [
        (3, False, "the pattern is 3: it must be a text"),
        ("", False, "pattern is empty"),
        ("  ", False, "pattern is empty"),
        ("a\\", False, "ends with a backslash"),
        ("human rights", False, "holds a space"),
        ("a" * 2000, False, "2,000 characters: at most 1,000"),
        ("", True, "regular expression is empty"),
        ("a" * 2000, True, "2,000 characters: at most 1,000"),
        ("(a", True, r"\(a is no regular expression: missing \) at character 3"),
        ("[a", True, "no regular expression: unterminated character set"),
        ("a{99999999999}", True, "no regular expression: repeat count too big"),
        ("(" * 400 + "a" + ")" * 400, True, "too large a regular expression"),
    ],
)
def test_a_pattern_that_is_none_is_an_error_that_says_why(pattern, regex, message):
    with pytest.raises(ValueError, match=message):
        matched(pattern, regex=regex)


def test_a_regular_expression_that_takes_too_long_ends_with_an_error(monkeypatch):
    monkeypatch.setattr(patterns, "SECONDS", 0.2)
    with pytest.raises(ValueError, match=r"takes more than 0.2 seconds"):
        matched(r"(a|aa)+\1(a|b|ab)*c(?<=x.*)|(.*)*(.*)*(.*)*x\2", ["a" * 60, "a" * 5000, "b" * 5000], regex=True)


def test_many_wildcards_end_soon_on_a_long_term():
    assert matched("*a" * 100 + "*b", ["a" * 5000]) == []
