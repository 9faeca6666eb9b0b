"""Folded text -> where names stand in it as whole words, in the case that they ask for.

Names begin at words. So instead of an automaton that reads every character, a trie is walked from each begin of a
word, and most walks end after a letter or two.
"""

from typing import NamedTuple

import numpy as np

from analysis.discourse.borders import SOFT_HYPHEN, before_particles, behind_prefixes, word_after, word_before
from analysis.discourse.characters import (
    BREAK,
    HIDDEN,
    KATAKANA,
    MARK,
    NO_WORD,
    SPACE,
    SPACELESS,
    TRAILING,
    WORD,
    Characters,
)
from analysis.discourse.folding import HYPHEN, NOT_FIRST, NOT_LAST, Folded
from analysis.discourse.trie import ANYHOW, BITS, LONG, NOTHING, SHORT, SOME, SPREAD, Trie, opening
from analysis.text.compiling import compiled

EXACT, NAME, ANY = range(3)
OWN, UNHYPHENATED, SWALLOWED, PLURAL, COORDINATED = range(5)
CAPITAL, INITIAL = 1, 2
# What is left of an article after a prefix that swallows its first letter stands right behind that prefix.
SWALLOWING = tuple(map(ord, "لבלכ"))
CONJUNCTIONS = np.array([[ord(one), ord(two)] for one, two in ("nd", "or", "as", "he", "\0,", "\0&")], dtype=np.uint32)
LEAST_LETTERS = 4  # of a name that a prefix may be written on to
OPENING, CLOSING = tuple(map(ord, "([（［")), tuple(map(ord, ")]）］"))
ENCLOSING = tuple(map(ord, '<>（）［］"“”„«»‹›「」'))
FARTHEST_BRACKET = 60
DOT, SLASH = map(ord, "./")
AT = tuple(map(ord, "@＠"))
SUSPECT, BRACKETED, UNUSUAL = 1, 2, 4


class Names(NamedTuple):
    """The names to look for: a trie of their folded forms, and the writings that fold to each.

    The writings of the n-th form are those from `first[n]` to `first[n + 1]` (int32). Each has a `policy` and a
    `kind` (uint8, constants of this module), and for each folded character what the written one is: CAPITAL,
    INITIAL of a capitalized word, or none (`letters`, uint8, from `begins[writing]` on). A writing that is `dated`
    (bool) may turn out to be out of use, so that other kinds are looked at too.
    """

    trie: Trie
    first: np.ndarray
    policy: np.ndarray
    kind: np.ndarray
    dated: np.ndarray
    begins: np.ndarray
    letters: np.ndarray


class Found(NamedTuple):
    """Writings in a text: which, where they begin and end, and what to look at (int64 arrays of one length).

    `notes` are of SUSPECT (it may stand in an address), BRACKETED (a bracket is open before it) and UNUSUAL (its
    letters are of another alphabet, or hold marks). `run_starts` and `run_ends` (int64) bound the characters around,
    up to white space, brackets and quotation marks.
    """

    writings: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    notes: np.ndarray
    run_starts: np.ndarray
    run_ends: np.ndarray


def search(codes: np.ndarray, folded: Folded, names: Names, table: Characters) -> Found:
    """Find all names that stand as whole words, also those within longer ones.

    Parameters
    ----------
    codes : uint32 array, shape (characters,)
        The text.
    folded : Folded
        As `fold_codes` makes it of the text.
    names : Names
        What to look for.
    table : Characters
        As `characters` gives them.

    Returns
    -------
    Found
        By where they begin, and of those the shorter before the longer.
    """
    place, room, pieces = 0, len(codes) // 16 + 64, []
    while place < len(folded.codes):
        found = np.empty((room, len(Found._fields)), dtype=np.int64)
        filled, reached = _search(codes, folded, names, table, place, found)
        pieces.append(found[:filled])
        room = room if reached > place else 2 * room  # more names begin in one place than there is room for
        place = reached
    return Found(*(np.vstack(pieces) if pieces else np.empty((0, len(Found._fields)), dtype=np.int64)).T)


@compiled
def _search(codes, folded, names, table, begin, found):  # pragma: no cover - compiled
    """Fill rows of `found`; return how many, and from which folded character on there was no room left."""
    within, begins, finishes, plain = folded.within, folded.starts, folded.ends, folded.codes
    word, prefix, capital = table.word, table.prefix, table.capital
    first, name_of, steps = names.trie.first, names.trie.names, names.trie.steps
    policies, form_kinds, wanted, letters = names.policy, names.kind, names.begins, names.letters
    first_writing, dated, small, kinds = names.first, names.dated, table.small, table.kind
    tails, tail_ends, tail_codes = names.trie.tails, names.trie.tail_ends, names.trie.codes
    filled, last = 0, np.uint64(len(steps) - 1)
    run_start, run_end, suspect = 0, 0, False
    for place in range(begin, len(plain)):
        if within[place] & NOT_FIRST:
            continue
        start = begins[place]
        how = SOME if capital[codes[start]] else ANYHOW
        if not first[opening(plain, place, 1)] & how:
            continue
        known = first[0] | first[opening(plain, place, 2)] | first[opening(plain, place, 3)]
        if not known & how or not (known & SHORT or first[opening(plain, place, LONG)] & how):
            continue
        prefixed = False
        if start:
            before = codes[start - 1]
            kind = kinds[before]
            beside = word[before] != NO_WORD or kind in (HIDDEN, BREAK, MARK)
            if kind == SPACE and start > 1:
                beside = kinds[codes[start - 2]] in (SPACE, BREAK, HIDDEN)
            if beside and word_before(codes, start, table):
                prefixed = place > 0 and prefix[plain[place - 1]] and behind_prefixes(folded, place, codes, table)
                if not prefixed:
                    continue
        state, here, filled_before = 0, place, filled
        while here < len(plain):
            key = (np.int64(state) << BITS) | np.int64(plain[here])
            slot = ((np.uint64(key) * SPREAD) >> np.uint64(32)) & last
            while steps[slot, 0] != key and steps[slot, 0] != NOTHING:
                slot = (slot + np.uint64(1)) & last
            if steps[slot, 0] == NOTHING:
                break
            state = steps[slot, 1]
            name = name_of[state]
            here += 1
            if tails[state] < tail_ends[state]:
                if here + tail_ends[state] - tails[state] > len(plain):
                    break
                tail = tails[state]
                while tail < tail_ends[state] and plain[here] == tail_codes[tail]:
                    tail += 1
                    here += 1
                if tail < tail_ends[state]:
                    break
            if name == NOTHING or within[here - 1] & NOT_LAST:
                continue
            end = finishes[here - 1]
            after = codes[end] if end < len(codes) else 0
            last_kind = word[codes[begins[here - 1]]]
            dotted = codes[end - 1] == DOT  # the last dot of an acronym is a border
            if (
                word[after] == WORD and last_kind == WORD and not dotted
            ):  # most often so, and a call costs more than a look
                continue
            if not dotted and (word[after] != NO_WORD or kinds[after] == HIDDEN or last_kind == KATAKANA):
                if word_after(codes, end, table) and not before_particles(folded, here, table):
                    continue
            if prefixed and here - place < LEAST_LETTERS:
                continue
            fitting = -1
            for writing in range(first_writing[name], first_writing[name + 1]):
                if 0 <= fitting < form_kinds[writing] and form_kinds[writing] >= PLURAL:
                    break
                own = form_kinds[writing] == OWN or form_kinds[writing] == PLURAL
                before = plain[place - 1] if place else 0
                if not own and not _stands(
                    codes, start, end, prefixed, before, form_kinds[writing], kinds, table.plain, word
                ):
                    continue
                notes = _case(
                    codes, begins, finishes, place, here, policies[writing], letters, wanted[writing], capital, small
                )
                if notes < 0:
                    continue
                if filled == len(found):
                    return filled_before, place
                if start < run_start or end > run_end:
                    run_start, run_end, suspect = _run(codes, start, end, word, kinds)
                notes |= (SUSPECT if suspect else 0) | (BRACKETED if _bracketed(codes, start) else 0)
                row = found[filled]
                row[0], row[1], row[2], row[3], row[4], row[5] = writing, start, end, notes, run_start, run_end
                filled += 1
                fitting = fitting if dated[writing] else form_kinds[writing]
    return filled, len(plain)


@compiled
def _stands(codes, start, end, prefixed, before, kind, kinds, plain, word):  # pragma: no cover - compiled
    """Say whether a form of this kind may stand here."""
    if kind == SWALLOWED:
        return prefixed and before in SWALLOWING
    if kind == UNHYPHENATED:
        divided = False  # whether the last character that is seen divides a word, or is of a script without spaces
        for place in range(start, end):
            code = codes[place]
            if kinds[code] == BREAK and divided:
                return True
            if code == SOFT_HYPHEN or (kinds[code] != SPACE and kinds[code] != BREAK and kinds[code] != HIDDEN):
                divided = code == SOFT_HYPHEN or plain[code] == HYPHEN or word[code] in (SPACELESS, KATAKANA, TRAILING)
        return False
    return _behind_conjunction(codes, start, kinds, plain)


@compiled
def _behind_conjunction(codes, start, kinds, plain):  # pragma: no cover - compiled
    """Say whether a comma, &, or what and, or, as, the end with stand before: a first, cheap look."""
    place = start - 1
    while place > 0 and kinds[codes[place]] in (SPACE, BREAK, HIDDEN):
        place -= 1
    if place < 1 or place == start - 1:
        return False
    last, before = plain[codes[place]], plain[codes[place - 1]]
    for number in range(len(CONJUNCTIONS)):
        if last == CONJUNCTIONS[number, 1] and (CONJUNCTIONS[number, 0] == 0 or CONJUNCTIONS[number, 0] == before):
            return True
    return False


@compiled
def _case(codes, begins, finishes, place, here, policy, letters, wanted, capital, small):  # pragma: no cover - compiled
    """Return -1 where letters are no capitals that must be, else UNUSUAL or 0."""
    if policy == ANY:
        return 0
    if policy == EXACT:
        notes = 0
        for number in range(place, here):
            code = codes[begins[number]]
            if capital[code] != ((letters[wanted + number - place] & CAPITAL) != 0):
                return -1
            if code >= 128 or finishes[number] - begins[number] > 1:
                notes = UNUSUAL
        return notes
    as_written, capitals, smalls = True, 0, 0
    for number in range(place, here):
        code = codes[begins[number]]
        if capital[code]:
            capitals += 1
        elif letters[wanted + number - place] & INITIAL:
            as_written = False
        smalls += small[code]
    return 0 if as_written or (capitals > 0 and smalls == 0) else -1


@compiled
def _run(codes, start, end, word, kinds):  # pragma: no cover - compiled
    """Return where the run of characters around a name begins and ends, and whether it could hold an address."""
    first, last, suspect = start, end, False
    while first > 0 and _of_run(codes[first - 1], word, kinds):
        first -= 1
    while last < len(codes) and _of_run(codes[last], word, kinds):
        last += 1
    if first == start and last == end:
        return first, last, False
    for place in range(first, last):
        code = codes[place]
        if code in AT or (code == SLASH and place + 1 < last and codes[place + 1] == SLASH):
            suspect = True
        if code == DOT and first < place < last - 1:
            before, after = codes[place - 1], codes[place + 1]
            within = word[before] != NO_WORD or kinds[before] == HIDDEN
            suspect = suspect or (within and (word[after] != NO_WORD or kinds[after] == HIDDEN))
    return first, last, suspect


@compiled
def _of_run(code, word, kinds):  # pragma: no cover - compiled
    if word[code] != NO_WORD:
        return True
    return kinds[code] != SPACE and kinds[code] != BREAK and code != 0 and code not in ENCLOSING


@compiled
def _bracketed(codes, start):  # pragma: no cover - compiled
    """Say whether a bracket opens shortly before."""
    for place in range(start - 1, max(start - FARTHEST_BRACKET, 0) - 1, -1):
        code = codes[place]
        if code in CLOSING or code == 0:
            return False
        if code in OPENING:
            return True
    return False
