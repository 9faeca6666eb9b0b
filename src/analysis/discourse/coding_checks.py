"""What a person wrote into a cell of a coded file -> as it is kept, and what looks wrong with it."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from functools import cache

from analysis.discourse.anchoring import Record
from analysis.discourse.speech.lists import COLON, SOURCE, language_codes, read_language


@cache
def known_acts() -> tuple[str, ...]:
    """Name the acts that the lists of verbs of all languages have.

    >>> "urge" in known_acts(), "complane" in known_acts()
    (True, False)
    """
    return tuple(sorted({verb.act for verb in _verbs()} - {""}))


def act_fault(act: str) -> str:
    """Say why an act is none, with the one that may be meant and all that there are; nothing when it is one.

    >>> act_fault("urge"), act_fault("urgge").partition("There are")[0]
    ('', "there is no act 'urgge': did you mean urge? ")
    >>> act_fault("point out").partition("There are")[0]
    "there is no act 'point out': the verb point out has the act say. "
    """
    if not act or act in known_acts():
        return ""
    close = get_close_matches(act, known_acts(), n=1, cutoff=0.8)
    of_verb = {verb.verb: verb.act for verb in _verbs()}.get(act)
    hint = f": did you mean {close[0]}?" if close else f": the verb {act} has the act {of_verb}." if of_verb else "."
    return f"there is no act {act!r}{hint} There are: {', '.join(known_acts())}"


@cache
def known_verbs() -> frozenset[str]:
    """Name the entries of the lists of verbs of all languages.

    >>> "call on" in known_verbs(), "complane" in known_verbs()
    (True, False)
    """
    return frozenset(verb.verb for verb in _verbs())


def _verbs() -> Iterator:
    yield from (SOURCE, COLON)
    for code in language_codes():
        for forms in read_language(code).cues.values():
            yield from (form.verb for form in forms)


def label_of(name: str, cell: str) -> str:
    """Return a label as it is kept: several speakers parted by a semicolon and a space, all others in lower case.

    >>> label_of("speaker_name", "Ana  Ruiz;Tom Lee"), label_of("act", "Urge ")
    ('Ana Ruiz; Tom Lee', 'urge')
    """
    words = " ".join(cell.split())
    if name == "speaker_name":
        return "; ".join(filter(None, (part.strip() for part in words.split(";"))))
    return words.lower()


def doubts(record: Record, verbs: Collection[str]) -> Iterator[str]:
    """Yield what looks wrong in a row that was taken nevertheless.

    Parameters
    ----------
    record : dict
        A correction.
    verbs : collection of str
        Those that are known beside `known_verbs`: of the statements that there are.

    >>> record = {"action": "change", "changed": "verb", "verb": "urgge"}
    >>> list(doubts(record, []))
    ["column verb: 'urgge' stands in no list of verbs; it was taken as it is written. Did you mean urge?"]
    """
    changed = record["changed"].split()
    if "verb" in changed and record["verb"] and record["verb"] not in known_verbs() and record["verb"] not in verbs:
        close = get_close_matches(record["verb"], known_verbs(), n=1, cutoff=0.8)
        meant = f". Did you mean {close[0]}?" if close else ""
        yield f"column verb: {record['verb']!r} stands in no list of verbs; it was taken as it is written{meant}"
    another = "speaker" in changed and record["action"] == "change" and "speaker_name" not in changed
    if another and record["speaker_name"] and not _share_words(record["speaker"], record["found_speaker"]):
        yield (
            f"column speaker: it was changed, and speaker_name is {record['speaker_name']!r} still: change it too if "
            f"it is the name of another one"
        )


def _share_words(one: str, other: str) -> bool:
    return bool({*one.casefold().split()} & {*other.casefold().split()})
