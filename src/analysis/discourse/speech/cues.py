"""A sentence -> the reporting expressions in it that somebody utters: said, called on, according to."""

from dataclasses import dataclass

from analysis.discourse.speech.lists import BIT, FINITE, PARTICIPLE, PASSIVE, SOURCE, CueForm, Language, Verb
from analysis.discourse.speech.phrases import is_core, is_possessive, is_word, noun_phrase, title_at
from analysis.discourse.speech.words import QUOTED, Words

GROUP = BIT["auxiliary"] | BIT["modal"] | BIT["negation"] | BIT["passive auxiliary"]
HELPING = BIT["auxiliary"] | BIT["modal"] | BIT["passive auxiliary"]
NOUN_FOLLOWS = BIT["determiner"] | BIT["possessive"] | BIT["preposition"]
DETERMINING = BIT["determiner"] | BIT["possessive"]
NOT_VERB_BEFORE = NOUN_FOLLOWS
CLAUSE_FOLLOWS = (
    BIT["complementizer"] | BIT["determiner"] | BIT["possessive"] | BIT["pronoun"] | BIT["question"]
    | BIT["object pronoun"]
)  # fmt: skip
OWNER = "*"  # stands in a phrase of the lists for his, her, their
MOST_CUES = 24  # of one sentence
FORMS = ("finite", "participle", "passive", "source")


@dataclass(slots=True)
class Cue:
    """A reporting expression: its words, those of the verb group it ends, and what the group says of it."""

    verb: Verb
    form: str
    group: int
    first: int
    last: int
    negated: bool = False
    modal: str = ""
    subject: tuple[int, int] | None = None


def find_cues(words: Words, first: int, last: int, language: Language) -> list[Cue]:
    """Find the reporting expressions of a sentence.

    Parameters
    ----------
    words : Words
        The paragraph.
    first, last : int
        From which word, up to which the sentence goes.
    language : Language
        Whose lexicon is looked up.
    """
    cues: list[Cue] = []
    place = first
    lower, lexicon, sources = words.lower, language.cues, language.sources
    while place < last and len(cues) < MOST_CUES:
        word = lower[place]
        found = None
        if word in sources:
            found = _source(words, first, place, last, language)
        if found is None and word in lexicon:
            found = _verb(words, first, place, last, language)
        if found:
            cues.append(found)
            place = found.last
        else:
            place += 1
    return cues


def _source(words: Words, first: int, place: int, last: int, language: Language) -> Cue | None:
    if words.lower[place] in language.weak_sources and not _leads_to_person(words, first, place, last, language):
        return None
    for rest in language.sources[words.lower[place]]:
        end = place + 1 + len(rest)
        if end >= last:
            continue
        owner = place + 1 + rest.index(OWNER) if OWNER in rest else -1
        if owner < 0 and tuple(words.lower[place + 1 : end]) == rest:
            return Cue(SOURCE, "source", place, place, end)
        fits = (words.lower[place + 1 + number] == word for number, word in enumerate(rest) if word != OWNER)
        if owner > 0 and words.has(owner, BIT["possessive"]) and all(fits):
            return Cue(SOURCE, "source", place, place, end, subject=(owner, owner + 1))
    return None


def _leads_to_person(words: Words, first: int, place: int, last: int, language: Language) -> bool:
    """Say whether a word that only sometimes names a source opens a sentence, with a person and a comma after it."""
    if place != first:
        return False
    end = noun_phrase(words, place + 1, last, language)
    head = place + 1 + words.has(place + 1, DETERMINING)
    known = words.capital[place + 1] or (head < end and title_at(words, head, end, language) > head)
    return bool(known) and end < last and words.lower[end] == ","


def _verb(words: Words, first: int, place: int, last: int, language: Language) -> Cue | None:
    lexicon = language.cues
    for form in lexicon[words.lower[place]]:
        end = place + 1 + len(form.rest)
        if form.rest and (end > last or tuple(words.lower[place + 1 : end]) != form.rest):
            continue
        if _is_part_of_name(words, first, place, last):
            return None
        group, helping, negated, modal, infinitive = _group(words, first, place)
        if infinitive:
            group, negated = _before_infinitive(words, first, group, negated)
            if group < first:
                continue
            kind = "finite"
        else:
            kind = _kind(words, form, helping, place, group)
        if words.has(place, BIT["refusal"]) and end + 1 < last and words.lower[end + 1] in lexicon:
            continue
        if (
            kind == "finite"
            and not helping
            and _is_reduced_passive(words, first, group, place, end, last, form, language)
        ):
            continue
        if (
            not kind
            or _is_adjective(words, first, group, place)
            or (form.is_noun and not _is_verb(words, first, group, place, end, last, kind))
        ):
            continue
        hung = next((here for here in range(group, end) if words.has(here, BIT["enclitic"])), -1)
        return Cue(form.verb, kind, group, place, end, negated, modal, (hung, hung + 1) if hung >= 0 else None)
    return None


def _before_infinitive(words: Words, first: int, group: int, negated: bool) -> tuple[int, bool]:
    """Walk back from an infinitive over a verb that leaves it a fact, or denies it: went on to say, refused to say."""
    here = group - 1
    while here > first and not words.has(here, BIT["infinitive marker"]):
        here -= 1
    here -= 1
    if here <= first or not words.has(here, BIT["refusal"] | BIT["continuation"]):
        return -1, negated
    negated |= words.has(here, BIT["refusal"])
    if words.has(here, BIT["preposition"]):
        here -= 1
    start, _, denied, _, _ = _group(words, first, here)
    return start, negated | denied


def _agrees(words: Words, before: int, place: int) -> bool:
    """Say whether a noun and a form that can be one too fit as subject and verb: officials claim, one claims."""
    plural = words.ends_as(before, "plural") or words.has(before, BIT["addressee"])
    ends = words.ends_as(place, "plural")
    return ends != plural or words.ends_as(place, "past")


def _is_reduced_passive(
    words: Words, first: int, group: int, place: int, end: int, last: int, form: CueForm, language: Language
) -> bool:
    """Say whether a form is a passive without its auxiliary: highlighted by, when asked."""
    if not form.kind & PASSIVE or words.ends_as(place, "plural"):
        return False
    if end < last and words.has(end, BIT["agent preposition"]):
        return True
    before = group - 1
    if before < first:
        return False
    if words.has(before, BIT["subordinator"]) and not words.has(before, BIT["pronoun"]):
        return True
    plain_noun = not words.classes[before] and not words.capital[before] and is_word(words, before)
    if not plain_noun or title_at(words, before, group, language) > before or words.ends_as(before, "plural"):
        return False
    away = end < last and words.has(end, BIT["preposition"]) and words.lower[end] not in form.verb.takes
    said = any(
        words.has(here, BIT["complementizer"]) or words.quotation[here] >= 0 for here in range(end, min(end + 9, last))
    )
    return away and not said


def _is_adjective(words: Words, first: int, group: int, place: int) -> bool:
    """Say whether a form stands where an adjective or a noun does: the alleged thief."""
    before = group - 1
    if before < first or any(words.has(here, HELPING) for here in range(group, place)):
        return False
    if words.has(before, DETERMINING) or is_possessive(words, before):
        return not words.has(before, BIT["pronoun"])
    return words.has(before, BIT["preposition"]) and not words.has(before, BIT["pronoun"] | BIT["adverb"])


def _is_part_of_name(words: Words, first: int, place: int, last: int) -> bool:
    if not words.capital[place] or place == first:
        return False
    return words.lower[place - 1] != QUOTED


def _group(words: Words, first: int, place: int) -> tuple[int, list[int], bool, str, bool]:
    """Walk back over auxiliaries and adverbs: where the group begins, what helps, and whether it is denied."""
    helping: list[int] = []
    negated, modal = False, ""
    start = here = place
    while here > first:
        here -= 1
        word, classes = words.lower[here], words.classes[here]
        if words.capital[here] and here > first and not classes & GROUP:
            break
        if classes & BIT["infinitive marker"]:
            return start, helping, negated, modal, True
        denies = bool(classes & BIT["negation"]) or words.ends_as(here, "negation")
        if classes & BIT["enclitic"] and here > first and words.has(here - 1, HELPING):
            continue
        if classes & GROUP or denies:
            negated |= denies
            if classes & BIT["modal"]:
                modal = word
            if classes & HELPING:
                helping.append(here)
            start = here
        elif (classes & BIT["adverb"] and not classes & BIT["pronoun"]) or (
            words.ends_as(here, "adverb") and not classes and not (here > first and words.has(here - 1, DETERMINING))
        ):
            if not helping or start == here + 1:
                start = here
        elif not (classes & BIT["clitic"] and start == here + 1 and _is_clitic(words, first, here, place, helping)):
            break
        else:
            start = here
    return start, helping, negated, modal, False


def _is_clitic(words: Words, first: int, here: int, place: int, helping: list[int]) -> bool:
    """Say whether a word is an object that stands before its verb, and no article or subject: leur a dit, le dit."""
    if not helping and any(form.is_noun for form in words.language.cues.get(words.lower[place], ())):
        return False
    if not words.has(here, BIT["pronoun"]):
        return True
    return here > first and (is_core(words, here - 1) or words.has(here - 1, BIT["pronoun"] | BIT["negation"]))


def _kind(words: Words, form: CueForm, helping: list[int], place: int, group: int) -> str:
    """Say how a form is used, from the auxiliaries before it; nothing if it cannot be."""
    be = bool(helping) and words.has(helping[0], BIT["passive auxiliary"])
    if form.kind & PARTICIPLE and not form.kind & FINITE:
        return "finite" if be else "" if helping else "participle"
    if be:
        return "passive" if form.kind & PASSIVE else ""
    if helping:
        return "finite"
    return "finite" if form.kind & FINITE else ""


def _is_verb(words: Words, first: int, group: int, place: int, end: int, last: int, kind: str) -> bool:
    """Say whether a form that can be a noun is a verb here."""
    if any(words.has(here, HELPING) for here in range(group, place)):
        return True
    before = group - 1
    dated = end + 1 < last and words.has(end + 1, BIT["time"])
    follows_clause = end < last and not dated and (words.has(end, CLAUSE_FOLLOWS) or words.lower[end] == QUOTED)
    if before < first:
        return kind == "participle" and (follows_clause or words.has(end, BIT["preposition"]))
    word = words.lower[before]
    if words.has(before, NOT_VERB_BEFORE) or is_possessive(words, before) or word[0].isdigit():
        return False
    if "modifier" in words.language.endings and (is_core(words, before) or words.has(before, BIT["pronoun"])):
        return True
    after_noun = end < last and words.has(end, BIT["preposition"])
    if words.has(before, BIT["pronoun"]):
        return not after_noun or follows_clause
    if word in (QUOTED, ",", "—", "–"):
        opens = end < last and (words.lower[end] in ":," or words.has(end, BIT["preposition"] | CLAUSE_FOLLOWS))
        named = end < last and words.capital[end]
        return named or follows_clause or (kind == "participle" and opens)
    if words.capital[before]:
        if not words.ends_as(place, "past"):
            return _agrees(words, before, place) and (end - place > 1 or follows_clause)
        return follows_clause or (end < last and (words.capital[end] or words.lower[end] in ":,"))
    return follows_clause and not words.ends_as(before, "adjective") and _agrees(words, before, place)
