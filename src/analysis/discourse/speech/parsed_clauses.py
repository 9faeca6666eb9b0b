"""The dependency tree of a sentence -> the clause that a verb reports, and where it ends."""

from collections.abc import Iterator

from analysis.discourse.speech.lists import BIT, Language
from analysis.discourse.speech.parsing import Tree
from analysis.discourse.speech.subjects import Span
from analysis.discourse.speech.words import Words

SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj", "csubjpass")
ASIDES = ("relcl", "appos")
OF_THE_VERB = ("prep", "npadvmod")
OUTSIDE = frozenset(",.;:—–-…”\"'’»")
LONG_DASHES = ("—", "–")
BREAKS = (",", *LONG_DASHES)
RELATIVE, DETERMINER = BIT["relative"], BIT["determiner"]


def clause_of(words: Words, tree: Tree, verb: int) -> Span | None:
    """Find the clause that a verb has as its complement, without that and the marks around it.

    Parameters
    ----------
    words : Words
        The paragraph.
    tree : Tree
        Of the sentence.
    verb : int
        The token of the verb.

    Returns
    -------
    tuple of int, or None
        From which word of the paragraph, up to which; None if there is no clause with a subject of its own.
    """
    clause = complement(tree, verb)
    if clause is None:
        return None
    return trimmed(words, tree.word[tree.left[clause]], tree.word[tree.right[clause]] + 1)


def complement(tree: Tree, verb: int) -> int | None:
    """Return the token that heads the clause that a verb has as its complement.

    A clause without a subject, or whose subject is a relative pronoun, is one that the parser has misread.
    """
    for clause in tree.of(verb, "ccomp"):
        helping = tree.of(clause, "aux", "auxpass")
        subjects = [subject for part in (clause, *helping) for subject in tree.of(part, *SUBJECTS)]
        if any(tree.tag[subject] == "WDT" for subject in subjects):
            continue
        if subjects or tree.of(clause, "mark"):
            return clause
    return None


def trimmed(words: Words, first: int, last: int) -> Span:
    """Return a passage without that before it and without the marks around it."""
    while first < last and (words.lower[first] in OUTSIDE or words.has(first, BIT["complementizer"])):
        first += 1
    while last > first and words.lower[last - 1] in OUTSIDE:
        last -= 1
    return first, last


def end_of(words: Words, tree: Tree, verb: int, content: Span, clause: Span | None, language: Language) -> int:
    """Return where what a verb reports ends, at the end that the rules have found at the latest.

    Parameters
    ----------
    words : Words
        The paragraph.
    tree : Tree
        Of the sentence.
    verb : int
        The token of the verb.
    content : tuple of int
        What is reported, by the rules.
    clause : tuple of int, optional
        What is reported, as `clause_of` gives it.
    language : Language
        Whose reporting verbs are looked up.
    """
    first, last = content
    ends = [
        *_before_main_clause(tree, verb, first),
        *_before_next_report(words, tree, verb, content, language),
        *_before_adverbials(words, tree, verb, content, clause),
        *_before_asides(words, tree, content),
        *_before_dash(words, content),
    ]
    return min([last, *(end for end in ends if first < end)])


def _before_main_clause(tree: Tree, verb: int, first: int) -> Iterator[int]:
    """Give the end of a subordinate clause, after which the clause goes on that it belongs to.

    When the mayor said it was over, the meeting ended.
    """
    right = tree.word[tree.right[verb]] + 1
    for head in tree.above(verb):
        if tree.word[head] >= right > first:
            yield right
            return


def _before_next_report(words: Words, tree: Tree, verb: int, content: Span, language: Language) -> Iterator[int]:
    """Give the places where a coordinated verb reports something else: most said yes, and some said they were angry."""
    first, last = content
    for token in tree.of(verb, "conj"):
        place = tree.word[token]
        if not first < place < last or words.quotation[place] >= 0:
            continue
        if any(form.verb.tier == "say" for form in language.cues.get(words.lower[place], ())):
            begin = tree.word[tree.left[token]]
            while begin > first and (words.has(begin - 1, BIT["conjunction"]) or words.lower[begin - 1] == ","):
                begin -= 1
            yield begin


def _before_adverbials(words: Words, tree: Tree, verb: int, content: Span, clause: Span | None) -> Iterator[int]:
    """Give the places where what belongs to the verb begins, after what it reports: ..., citing the weather."""
    first, last = content
    for child in tree.of(verb, "advcl"):
        place = tree.word[tree.left[child]]
        if first < place < last and words.lower[place - 1] == ",":
            yield place - 1
    for child in tree.of(verb, *OF_THE_VERB):
        place = tree.word[tree.left[child]]
        after = (
            words.has(place + 1, BIT["time"]) if clause is None and place + 1 < last else clause and clause[1] <= place
        )
        if after and first < place < last:
            yield place
    if clause is None:
        return
    if clause[0] <= first and clause[1] < last and _begins_adverbial(words, tree, clause[1]):
        yield clause[1]


def _begins_adverbial(words: Words, tree: Tree, place: int) -> bool:
    """Say whether a comma or dash stands before a participle, a preposition, or a word such as while."""
    if words.lower[place] not in BREAKS or place + 1 >= tree.last:
        return False
    token = tree.token_at(place + 1)
    return tree.tag[token] in ("VBG", "IN") or words.has(place + 1, BIT["subordinator"])


def _before_asides(words: Words, tree: Tree, content: Span) -> Iterator[int]:
    """Give the places where, at the end, a relative clause or an apposition begins that whoever reports may have added.

    She said she had met the mayor, who is to stand trial.
    """
    first, last = content
    for token, relation in enumerate(tree.relation):
        if relation not in ASIDES:
            continue
        place = tree.word[tree.left[token]]
        if not first < place < last or words.lower[place - 1] != "," or tree.word[tree.right[token]] < last - 1:
            continue
        opens = RELATIVE if relation == "relcl" else DETERMINER
        if words.has(place, opens) and not (relation == "appos" and tree.of(token, "conj")):
            yield place - 1


def _before_dash(words: Words, content: Span) -> Iterator[int]:
    """Give the place of a dash after which an apposition goes on up to the end."""
    first, last = content
    dashes = [place for place in range(first + 1, last - 1) if words.lower[place] in LONG_DASHES]
    if dashes and words.has(dashes[-1] + 1, DETERMINER):
        yield dashes[-1]
