"""Addresses, in which no name is a mention."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.discourse.addresses import address_spans


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://example.org/a?b=c#d now", "https://example.org/a?b=c#d"),
        ("HTTPS://EXAMPLE.ORG/UN", "HTTPS://EXAMPLE.ORG/UN"),
        ("see www.hrw.org", "www.hrw.org"),
        ("see HRW.org.", "HRW.org"),
        ("armenpress.am/eng", "armenpress.am/eng"),
        ("write to press@UN.org.", "press@UN.org"),
        ("as @UN_News said", "@UN_News"),
        ("by @x.UN.com", "@x.UN.com"),
        ("by @user@mastodon.social now", "@user@mastodon.social"),
        ("@\u200bUN", "@\u200bUN"),
    ],
)
def test_an_address_is_found_whole(text, address):
    assert [text[start:end] for start, end in address_spans(text)] == [address]


@pytest.mark.parametrize(
    "text",
    ["by the UN.The report", "the U.N.-backed plan", "and/or", "EU/UN", "the U.S.A. and", "at 5.30", "a @ b", "UN:EU"],
)
def test_what_only_looks_like_an_address_is_none(text):
    assert address_spans(text) == []


@given(st.text(st.sampled_from("aU.@/:-_www\u200b org1é"), max_size=60))
def test_addresses_lie_within_the_text_and_follow_each_other(text):
    spans = address_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
