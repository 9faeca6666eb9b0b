"""The trie of folded names, against a plain dictionary."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.discourse.folding import to_codes
from analysis.discourse.trie import BITS, NOTHING, build_trie

NAMES = st.lists(st.text(st.sampled_from("ab é中𐍈"), min_size=1, max_size=8), min_size=1, max_size=30, unique=True)


def walked(trie, text):
    """Return the numbers of the names that the text begins with, the shorter first."""
    steps = {int(key): int(state) for key, state in trie.steps if key != NOTHING}
    codes, state, here, found = to_codes(text).tolist(), 0, 0, []
    while here < len(codes) and (state << BITS | codes[here]) in steps:
        state = steps[state << BITS | codes[here]]
        here += 1
        tail = trie.codes[trie.tails[state] : trie.tail_ends[state]].tolist()
        if codes[here : here + len(tail)] != tail:
            break
        here += len(tail)
        if trie.names[state] != NOTHING:
            found.append(int(trie.names[state]))
    return found


@given(NAMES, st.text(st.sampled_from("ab é中𐍈"), max_size=12))
def test_a_walk_finds_the_names_that_a_text_begins_with(names, text):
    expected = sorted((name for name in names if text.startswith(name)), key=len)
    assert [names[number] for number in walked(build_trie(names, [True] * len(names)), text)] == expected


@given(NAMES)
def test_a_walk_finds_every_name_in_itself(names):
    trie = build_trie(names, [True] * len(names))
    assert all(names[walked(trie, name)[-1]] == name for name in names)
