"""The dependency tree of a sentence -> the noun phrase that names who utters a verb."""

from analysis.discourse.speech.cues import Cue
from analysis.discourse.speech.parsing import Tree
from analysis.discourse.speech.phrases import LINKING
from analysis.discourse.speech.subjects import NO_SPEAKER, Span
from analysis.discourse.speech.words import Words

SHARES_SUBJECT = ("conj", "xcomp", "advcl", "pcomp", "prep", "dep")
CUT_OFF = frozenset("relcl acl appos punct advcl parataxis dep mark ccomp".split())
FINITE = ("VBD", "VBZ", "VBP")
WITHIN_PHRASE = frozenset(".-/\"'&")
MOST_STEPS = 5


def speaker_of(words: Words, tree: Tree, cue: Cue, verb: int) -> Span | None:
    """Find who utters a verb, as its tree tells.

    Parameters
    ----------
    words : Words
        The paragraph.
    tree : Tree
        Of the sentence.
    cue : Cue
        The reporting expression, which may be in the passive.
    verb : int
        Its token in the tree.

    Returns
    -------
    tuple of int, or None
        From which word of the paragraph, up to which: the subject of the verb, of the verb it is coordinated with or
        depends on, or the agent of a passive, without appositions and relative clauses.
    """
    token = _agent(tree, verb) if cue.form == "passive" else _subject(tree, verb)
    return None if token is None else phrase_of(words, tree, token)


def source_of(words: Words, tree: Tree, cue: Cue) -> Span | None:
    """Find the noun phrase after an expression such as according to, of which the last word is a preposition."""
    for token, place in enumerate(tree.word):
        if place == cue.last - 1 and tree.relation[token] == "prep":
            for noun in tree.of(token, "pobj"):
                return phrase_of(words, tree, noun)
    return None


def _agent(tree: Tree, verb: int) -> int | None:
    nouns = [noun for by in tree.of(verb, "agent") for noun in tree.of(by, "pobj")]
    return nouns[0] if nouns else None


def _subject(tree: Tree, verb: int) -> int | None:
    for _ in range(MOST_STEPS):
        own = tree.of(verb, "nsubj")
        if own:
            return _antecedent(tree, verb, own[-1])
        relation, head = tree.relation[verb], tree.head[verb]
        if relation == "acl":
            return head
        if relation not in SHARES_SUBJECT or tree.of(verb, "nsubjpass"):
            return None
        verb = _coordinated_with(tree, verb, head) if relation == "conj" else head
    return None


def _coordinated_with(tree: Tree, verb: int, head: int) -> int:
    """Return the verb that another one is coordinated with: of those it can be, in the same tense, the outermost.

    He said the plan was cruel and called it a mistake: a parser takes the nearest for the first of the two.
    """
    tense = tree.tag[verb]
    while tense in FINITE and tree.relation[head] == "ccomp" and tree.tag[tree.head[head]] == tense:
        if tree.head[head] >= head:
            break
        head = tree.head[head]
    return head


def _antecedent(tree: Tree, verb: int, subject: int) -> int | None:
    """Return the noun that a relative pronoun stands for, else the subject itself."""
    if tree.tag[subject] in ("WP", "WDT"):
        return tree.head[verb] if tree.relation[verb] == "relcl" else None
    return subject


def phrase_of(words: Words, tree: Tree, noun: int) -> Span | None:
    """Return the words of a noun phrase without what is said about it; None if it names nobody.

    Parameters
    ----------
    words : Words
        The paragraph.
    tree : Tree
        Of the sentence.
    noun : int
        The token that heads the phrase.
    """
    if tree.tag[noun].startswith("VB") or words.quotation[tree.word[noun]] >= 0:
        return None
    noun = _named_by_apposition(tree, noun)
    kept = _kept(words, tree, noun)
    first = last = noun
    while first - 1 in kept:
        first -= 1
    while last + 1 in kept:
        last += 1
    begin, end = tree.word[first], tree.word[last] + 1
    return None if end - begin == 1 and words.has(begin, NO_SPEAKER) else (begin, end)


def _named_by_apposition(tree: Tree, noun: int) -> int:
    """Return the name that follows an office as its apposition: the mayor of Riverton, Ana Ruiz."""
    if tree.tag[noun].startswith("NNP"):
        return noun
    named = [other for other in tree.of(noun, "appos") if other > noun and tree.tag[other].startswith("NNP")]
    return named[0] if named else noun


def _kept(words: Words, tree: Tree, noun: int) -> set[int]:
    """Return the tokens that belong to a noun phrase, with those that are coordinated with it."""
    kept, waiting = {noun}, [noun]
    while waiting:
        here = waiting.pop()
        joined = bool(tree.of(here, "conj"))
        for child in tree.children[here]:
            if not _belongs(words, tree, child, joined):
                continue
            kept.add(child)
            waiting.append(child)
    return kept


def _belongs(words: Words, tree: Tree, child: int, joined: bool) -> bool:
    relation = tree.relation[child]
    if relation == "prep":
        return words.has(tree.word[child], LINKING)
    if relation == "punct" and (tree.lower[child] in WITHIN_PHRASE or (joined and tree.lower[child] == ",")):
        return True
    return relation not in CUT_OFF
