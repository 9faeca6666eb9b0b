"""The oracle's second part: in which ways an alias may be written."""

from dataclasses import dataclass
from functools import cache
from importlib import resources

import regex

from .oracle_signs import category, signs

# ------------------------------------------------------------------------------------------------- aliases

OFFICES = (
    *("rapporteur", "expert", "envoy", "representative", "spokesperson", "commissioner", "official"),
    *("agency", "committee", "mission"),
)


@dataclass
class Alias:
    number: int
    text: str
    organization: str
    match: str
    ambiguous: str
    valid_from: str
    valid_to: str
    letters: tuple = ()
    name: str = ""  # the letters as one string
    everyday: bool = False
    beginnings: tuple = ()  # as other names may begin that share their beginning with this one
    remainder: tuple = ()  # what is left of it in a coordination


@dataclass
class Form:
    """One way of writing an alias."""

    alias: Alias
    letters: tuple
    kind: str = "own"  # or "plural", "coordinated", "cut" (without the article's first letter)


@cache
def spelled(alias):
    return tuple(sign for sign in signs(" ".join(alias.split())) if not sign.skip)


def capitals(letters):
    return all(sign.capital is not False for sign in letters) and any(sign.capital for sign in letters)


@cache
def everyday_words():
    file = resources.files("analysis.data") / "everyday-words-en.csv"
    return frozenset(file.read_text(encoding="utf-8").split()[1:])


def aliases_of(gazetteer):
    aliases = []
    for number, row in enumerate(gazetteer.fillna("").to_dict("records")):
        more = [str(row.get(column, "")) for column in ("ambiguous", "valid_from", "valid_to")]
        alias = Alias(number, row["alias"], row["organization"], row["match"], *more, spelled(row["alias"]))
        alias.name = "".join(sign.letter for sign in alias.letters)
        in_capitals = alias.match == "exact" and capitals(alias.letters)
        alias.everyday = in_capitals and alias.name in everyday_words()
        aliases.append(alias)
    for alias in aliases:
        alias.beginnings, alias.remainder = shared_beginning(alias, aliases)
    return aliases


UNITED = ("united nations", "european union", "african union")


def shared_beginning(alias, aliases):
    """What a name may share with the one before it: ways to write its beginning, and the rest."""
    words = alias.name.split(" ")
    first = alias.letters[: len(words[0])]
    if capitals(first) and sum(bool(sign.capital) for sign in first) > 1:
        beginning = words[0]
    else:
        known = [other.name for other in aliases if alias.name.startswith(other.name + " ")]
        united = [name for name in UNITED if alias.name.startswith(f"{name} ")]
        beginning = max(known, key=len, default=next(iter(united), None))
    if beginning is None or len(words) - len(beginning.split(" ")) < 2:
        return (), ()
    organizations = {other.organization for other in aliases if other.name == beginning}
    same = {other.name for other in aliases if other.organization in organizations}
    return tuple({beginning, *same}), alias.letters[len(beginning) + 1 :]


def plurals(alias):
    words = alias.text.split()
    small = [word.lower() for word in words]
    joins = (i for i, word in enumerate(small) if i and word in ("of", "on", "for", "to", "in"))
    head = next(joins, len(words)) - 1
    word = small[head]
    if not (alias.match == "any" or word in OFFICES) or not regex.search(r"\p{Latin}$", word):
        return []
    if word.endswith("person"):
        endings = [(0, "s"), (len("person"), "people")]
    elif regex.search(r"[^aeiou]y$", word):
        endings = [(1, "ies")]
    elif regex.search(r"(ss|x|z|ch|sh)$", word):
        endings = [(0, "es")]
    else:
        endings = [] if word.endswith("s") else [(0, "s")]
    found = []
    for cut, ending in endings:
        stem = words[head][: len(words[head]) - cut]
        ending = ending.upper() if len(word) > 1 and words[head].isupper() else ending
        found.append(" ".join([*words[:head], stem + ending, *words[head + 1 :]]))
    return found


def forms_of(alias):
    yield Form(alias, alias.letters)
    if "\u200c" in alias.text:
        yield Form(alias, spelled(alias.text.replace("\u200c", " ")))
    if "եւ" in alias.name:
        yield Form(alias, spelled(regex.sub("և|(?i:եւ)", "եվ", alias.text)))
    for plural in plurals(alias):
        yield Form(alias, spelled(plural), "plural")
    article = alias.text.startswith("ال") and not alias.letters[0].accents
    if may_have_particles(alias) and (article or alias.letters[0].letter == "ה"):
        yield Form(alias, alias.letters[1:], "cut")


PARTICLES = {"Arabic": "وفبلك", "Hebrew": "ושבלמכה"}


def script(character):
    return next((name for name in PARTICLES if regex.fullmatch(rf"\p{{{name}}}", character)), None)


def may_have_particles(alias):
    letters = [sign for sign in alias.letters if category(sign.base)[0] == "L" and sign.first]
    return script(alias.letters[0].base) is not None and len(letters) >= 4
