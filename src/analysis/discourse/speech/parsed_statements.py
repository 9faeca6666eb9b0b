"""Statements as the rules find them -> the same, revised where the dependency tree of a sentence knows better."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.discourse.speech.cues import Cue, find_cues
from analysis.discourse.speech.lists import BIT, Language
from analysis.discourse.speech.parsed_clauses import clause_of, complement, end_of, trimmed
from analysis.discourse.speech.parsed_subjects import FINITE, source_of, speaker_of
from analysis.discourse.speech.parsing import Key, Tree
from analysis.discourse.speech.phrases import AND, is_word
from analysis.discourse.speech.reading import Reading, Statement
from analysis.discourse.speech.subjects import Span
from analysis.discourse.speech.words import Words

BY_PARSE = " (parse)"
FEWEST_WORDS, FEWEST_FRONTED = 2, 3
INTRODUCED = BIT["complementizer"] | BIT["preposition"]
TAKES_CLAUSE = frozenset(("that", "zero", "wh", "object-that"))
INFINITE = ("xcomp", "pcomp", "advcl", "conj")
LOOKED_BACK = 12
IMPERSONAL = frozenset(("it", "there", "this", "that"))
COMPLEMENTS = ("dobj", "ccomp", "xcomp", "oprd")
DATELINE_ENDS = frozenset(("—", "–", "-", ")"))


@dataclass(frozen=True)
class Reviser:
    """Revises the statements of a document sentence by sentence, by their trees."""

    trees: Mapping[Key, Tree]

    def revise(self, reading: Reading, first: int) -> None:
        """Revise the statements of the sentence that begins at a word.

        Speakers are the subjects of their verbs. Reported clauses end where the tree says that they do. Clauses that
        the rules have taken for reported, and that the tree knows as something else, are dropped; those that they have
        missed are added. Quotations keep their marks as borders.

        Parameters
        ----------
        reading : Reading
            What is read of the paragraph; its statements are changed.
        first : int
            The first word of the sentence.
        """
        tree = self.trees.get((reading.words.passage.start, first))
        if tree is not None:
            _revise(reading, tree)


def _revise(reading: Reading, tree: Tree) -> None:
    verbs = tree.verbs()
    for statement in _of_sentence(reading, tree):
        cue = statement.cue
        if cue.form == "source":
            _take_source(reading, tree, statement)
        elif cue.form != "colon" and not _revised(reading, tree, statement, verbs.get(cue.first)):
            _drop(reading, statement)
    _revise_announced(reading, tree, verbs)
    known = {statement.cue.first for statement in _of_sentence(reading, tree)}
    for cue in _cues(reading, tree, verbs):
        if cue.first in known:
            continue
        if cue.form == "source":
            _add_sourced(reading, tree, cue)
        elif cue.first in verbs and cue.form in ("finite", "participle"):
            _add(reading, tree, cue, verbs[cue.first])


def _of_sentence(reading: Reading, tree: Tree) -> list[Statement]:
    """Return the statements of the sentence, which are the last that were found."""
    found: list[Statement] = []
    for statement in reversed(reading.found):
        if statement.cue is None or statement.cue.first < tree.first:
            break
        found.append(statement)
    return found[::-1]


def _revise_announced(reading: Reading, tree: Tree, verbs: Mapping[int, int]) -> None:
    """Take the speaker of what a colon announces for the next paragraph from the tree."""
    if not reading.announced or not tree.first <= reading.announced[0].first < tree.last:
        return
    cue, speaker = reading.announced
    verb = verbs.get(cue.first)
    better = None if verb is None else _better_speaker(reading.words, tree, cue, verb, speaker)
    if better:
        reading.announced = cue, better


def _revised(reading: Reading, tree: Tree, statement: Statement, verb: int | None) -> bool:
    """Revise speaker and content; say whether it is a statement at all."""
    words, cue = reading.words, statement.cue
    if verb is None or tree.relation[verb] == "amod":
        return bool(_quotations(statement))
    clause = clause_of(words, tree, verb)
    if _is_false(tree, statement, verb, clause):
        return False
    speaker = _better_speaker(words, tree, cue, verb, statement.speaker)
    if speaker:
        statement.speaker, statement.speaker_words = speaker, None
        statement.rule = "passive" if cue.form == "passive" else statement.rule
        _mark(statement)
    if _is_all_quoted(statement) or statement.content[0] < cue.first:
        return True
    content = _better_content(tree, statement, verb, clause, reading.language)
    if content != statement.content:
        statement.content = content
        _mark(statement)
    return content[0] < content[1]


def _is_false(tree: Tree, statement: Statement, verb: int, clause: Span | None) -> bool:
    """Say whether the tree knows what the rules have taken for a reported clause as something else."""
    words, cue, (first, last) = statement.words, statement.cue, statement.content
    compared = statement.rule == "according to"
    if compared and any(tree.word[child] >= cue.last for child in tree.of(verb, *COMPLEMENTS)):
        return True
    introduced = first > tree.first and words.has(first - 1, BIT["complementizer"])
    if clause is None and introduced and tree.tag[tree.token_at(first - 1)] == "WDT":
        return True
    if _quotations(statement):
        return False
    if last <= cue.first and cue.form == "finite":
        return last - first < FEWEST_FRONTED or _reports_after(tree, cue, verb)
    if compared:
        return False
    if cue.verb.tier == "quote" and complement(tree, verb) is None:
        return True
    return clause is None and _is_doubtful(tree, statement, verb)


def _reports_after(tree: Tree, cue: Cue, verb: int) -> bool:
    """Say whether what a verb reports, or its object, follows it, so that nothing before it can be what it reports."""
    if any(clause < verb for clause in tree.of(verb, "ccomp")):
        return False
    addressed = any(name.startswith("object-") for name in cue.verb.takes)
    return any(child > verb for child in tree.of(verb, "ccomp") + ([] if addressed else tree.of(verb, "dobj")))


def _is_doubtful(tree: Tree, statement: Statement, verb: int) -> bool:
    """Say whether nothing but its place makes what follows a verb a reported clause: no that, no question word."""
    words, first, cue = statement.words, statement.content[0], statement.cue
    if first < cue.first or "object" in cue.verb.takes:
        return False
    if words.has(first - 1, INTRODUCED) or words.has(first, BIT["question"] | BIT["infinitive marker"]):
        return False
    if any(tree.word[tree.left[clause]] == first for clause in tree.of(verb, "ccomp", "xcomp")):
        return False
    is_object = any(tree.word[tree.left[noun]] == first for noun in tree.of(verb, "dobj"))
    return not is_object or cue.verb.verb in ("say", "tell")


def _better_speaker(words: Words, tree: Tree, cue: Cue, verb: int, known: Span | None) -> Span | None:
    """Return the speaker that the tree tells, if it is another than the rules have found."""
    if cue.form == "participle" and not tree.of(verb, "nsubj"):
        return None
    found = speaker_of(words, tree, cue, verb)
    if found is None or known is None:
        return found
    if found[1] == known[1] or _is_list(words, tree, found, known):
        return None
    return None if any(words.lower[place] in DATELINE_ENDS for place in range(found[1], known[0])) else found


def _is_list(words: Words, tree: Tree, found: Span, known: Span) -> bool:
    """Say whether the rules have found more speakers, which are joined with the one that the tree tells."""
    if not known[0] <= found[0] < found[1] < known[1]:
        return False
    others, verbs = range(found[1], known[1]), tree.verbs()
    return any(words.has(place, AND) for place in others) and not any(place in verbs for place in others)


def _better_content(tree: Tree, statement: Statement, verb: int, clause: Span | None, language: Language) -> Span:
    """Return what is reported, from where the tree says that the clause begins, up to where it says that it ends."""
    words, (first, last) = statement.words, statement.content
    begin = first
    if clause and statement.cue.last <= clause[0] < last and _moves(words, first, clause[0]):
        begin = clause[0]
    return trimmed(words, begin, end_of(words, tree, verb, (begin, last), clause, language))


def _moves(words: Words, first: int, begin: int) -> bool:
    """Say whether the place where the tree says that a clause begins is to be taken for that which the rules have."""
    if begin < first:
        introduced = words.has(first - 1, BIT["complementizer"])
        return not introduced and not words.has(begin, BIT["preposition"] | BIT["time"])
    return not words.has(first, BIT["question"])


def _take_source(reading: Reading, tree: Tree, statement: Statement) -> None:
    """Take the whole noun phrase after according to and its like."""
    found = source_of(reading.words, tree, statement.cue)
    if found and statement.speaker and found != statement.speaker and found[0] <= statement.speaker[0] < found[1]:
        statement.speaker = found
        _mark(statement)


def _cues(reading: Reading, tree: Tree, verbs: Mapping[int, int]) -> list[Cue]:
    """Return the reporting verbs of a sentence, those included that only the tree shows to be verbs."""
    words, language = reading.words, reading.language
    cues = {cue.first: cue for cue in find_cues(words, tree.first, tree.last, language)}
    for place, verb in verbs.items():
        if place not in cues and place > tree.first and words.quotation[place] < 0:
            cue = _hidden_cue(words, tree, verb, language)
            if cue:
                cues[place] = cue
    return [cues[place] for place in sorted(cues)]


def _hidden_cue(words: Words, tree: Tree, verb: int, language: Language) -> Cue | None:
    """Return the cue that a verb is in a headline (Mayor Says He Will Go), or as an infinitive or gerund with that."""
    clause, place, tag = complement(tree, verb), tree.word[verb], tree.tag[verb]
    if clause is None or tree.left[clause] < verb or words.lower[place] not in language.cues:
        return None
    helping = tree.of(verb, "aux")
    if words.capital[place] and tag not in FINITE:
        return None
    if not words.capital[place] and not _is_infinite(words, tree, verb, clause, language):
        return None
    for form in language.cues[words.lower[place]]:
        end = place + 1 + len(form.rest)
        fits = tuple(words.lower[place + 1 : end]) == form.rest and form.verb.takes & TAKES_CLAUSE
        if fits and (form.verb.tier == "say" or not words.capital[place]):
            group = tree.word[min([verb, *helping, *tree.of(verb, "neg")])]
            return Cue(form.verb, "finite", group, place, end, bool(tree.of(verb, "neg")))
    return None


def _is_infinite(words: Words, tree: Tree, verb: int, clause: int, language: Language) -> bool:
    """Say whether a verb is an infinitive or a gerund, with a clause that begins with that, as far as it must."""
    if tree.tag[verb] not in ("VB", "VBG") or tree.relation[verb] not in INFINITE:
        return False
    impersonal = any(tree.lower[subject] in IMPERSONAL for subject in tree.of(tree.head[verb], "nsubj", "expl"))
    if impersonal or any(tree.tag[helper] == "MD" for helper in tree.of(verb, "aux")):
        return False
    forms = language.cues[words.lower[tree.word[verb]]]
    is_telling = tree.tag[verb] == "VB" and any(
        not form.rest and form.verb.tier == "say" and "zero" in form.verb.takes for form in forms
    )
    that = any(tree.lower[mark] == "that" for mark in tree.of(clause, "mark"))
    return that or is_telling or words.has(tree.word[tree.left[clause]], BIT["question"])


def _add(reading: Reading, tree: Tree, cue: Cue, verb: int) -> None:
    """Add the statement of a verb that has a subject and a clause, in the place of those that lie within the clause."""
    words = reading.words
    if cue.first == tree.first and not tree.of(verb, "nsubj"):
        return
    if any(words.has(tree.word[mark], BIT["hypothesis"]) for mark in tree.of(verb, "mark")):
        return
    speaker, content = speaker_of(words, tree, cue, verb), clause_of(words, tree, verb)
    if speaker is None or content is None or content[1] - content[0] < FEWEST_WORDS:
        return
    after = content[0] < cue.first
    statement = Statement(words, content, cue, speaker, None, "speaker after" if after else "speaker before")
    _replace(reading, statement, [other for other in _met(reading, content) if not _is_all_quoted(other)])


def _add_sourced(reading: Reading, tree: Tree, cue: Cue) -> None:
    """Add the statement that according to ends, in the place of what only somebody within it does: opposes, proves."""
    words = reading.words
    edge = cue.first
    while edge > tree.first and words.lower[edge - 1] == ",":
        edge -= 1
    speaker, content = source_of(words, tree, cue), trimmed(words, tree.first, edge)
    if speaker and edge < cue.first and content[0] < content[1]:
        acts = [other for other in _met(reading, content) if not _quotations(other) and _tier(other) != "say"]
        _replace(reading, Statement(words, content, cue, speaker, None, "according to"), acts)


def _met(reading: Reading, content: Span) -> list[Statement]:
    return [
        other
        for other in reading.found[-LOOKED_BACK:]
        if other.content[0] < content[1] and content[0] < other.content[1]
    ]


def _tier(statement: Statement) -> str:
    return statement.cue.verb.tier if statement.cue else ""


def _replace(reading: Reading, statement: Statement, replaceable: list[Statement]) -> None:
    """Add a statement in the place of those that lie within it, if it meets no other."""
    met = _met(reading, statement.content)
    if any(all(other is not one for one in replaceable) or not _lies_within(other, statement.content) for other in met):
        return
    for other in met:
        _drop(reading, other)
    _mark(statement)
    reading.found.append(statement)
    reading.taken |= _quotations(statement)


def _lies_within(statement: Statement, content: Span) -> bool:
    cue = statement.cue
    return cue is not None and content[0] <= statement.content[0] and content[0] <= cue.first < content[1]


def _drop(reading: Reading, statement: Statement) -> None:
    place = next(place for place in range(len(reading.found) - 1, -1, -1) if reading.found[place] is statement)
    del reading.found[place]
    reading.taken -= _quotations(statement)


def _quotations(statement: Statement) -> set[int]:
    quotation = statement.words.quotation
    return {quotation[place] for place in range(*statement.content) if quotation[place] >= 0}


def _is_all_quoted(statement: Statement) -> bool:
    words = statement.words
    return all(words.quotation[place] >= 0 or not is_word(words, place) for place in range(*statement.content))


def _mark(statement: Statement) -> None:
    statement.rule = statement.rule.removesuffix(BY_PARSE) + BY_PARSE
