"""What `analysis.discourse.mentions` must find, written for reading and not for speed.

It shares nothing with the package but the list of everyday words. Read oracle_signs.py first (how characters are
compared), then oracle_names.py (how an alias may be written), then this from top to bottom: where an alias stands in a
text, which of those places are kept, and what each is called.
"""

import unicodedata
from dataclasses import dataclass, field

import pandas as pd
import regex

from .oracle_names import PARTICLES, Form, aliases_of, forms_of, may_have_particles, script
from .oracle_signs import (
    APOSTROPHES,
    GAP,
    LINE_BREAK,
    PARAGRAPH,
    QUOTES,
    TATWEEL,
    katakana,
    of_a_word,
    signs,
    unseen,
    unspaced,
)

# --------------------------------------------------------------------------------- where an alias is written


@dataclass
class Mention:
    start: int
    end: int
    form: Form
    claimants: list = field(default_factory=list)  # the aliases, one an organization, that this may be
    organization: str = ""
    rule: str = ""

    @property
    def alias(self):
        return self.form.alias


def written(form, text, i):
    """The signs of the text that spell the form from sign i on, and the number of the next sign; or None."""
    used = []
    for number, wanted in enumerate(form.letters):
        while used and i < len(text) and text[i].skip and text[i].letter != wanted.letter:
            # U.N. may be followed by a space or a hyphen of the name, but U.N.ESCO is no UNESCO
            if text[i].skip == "last dot" and of_a_word(wanted.base):
                return None
            if text[i].skip == "mark" and form.alias.match == "exact":
                return None
            i += 1
        if i == len(text) or text[i].letter != wanted.letter:
            return None
        if form.alias.match == "exact":
            if None not in (wanted.capital, text[i].capital) and wanted.capital != text[i].capital:
                return None
            if wanted.capital is not None and not text[i].accents <= wanted.accents:
                return None
        begins = number == 0 or not of_a_word(form.letters[number - 1].base)
        if form.alias.match == "name" and begins and wanted.capital and text[i].capital is False:
            return None
        used.append(text[i])
        i += 1
    return (used, i) if used[0].first and used[-1].last else None


def border(text, inside, beside, step):
    """Whether the signs numbered inside and beside (the next one in direction step) are not of one word."""
    while 0 <= beside < len(text) and text[beside].skip in ("soft", "break", "dot"):
        beside += step
    if not 0 <= beside < len(text) or not of_a_word(text[beside].base):
        return True
    one, other = text[inside].base, text[beside].base
    return (unspaced(one) or unspaced(other)) and not (katakana(one) and katakana(other))


def rest_of_word(text, i, step):
    """The letters from sign i to the end of the word (step 1), or back to its beginning (step -1)."""
    letters = []
    while 0 <= i < len(text) and (text[i].skip in ("soft", "break", "dot") or of_a_word(text[i].base)):
        if text[i].skip == "" and unspaced(text[i].base):
            break
        letters.append("" if text[i].skip in ("soft", "break", "dot") else text[i].letter)
        i += step
    return "".join(letters[::step])


KOREAN = "은|는|이|가|을|를|의|에|와|과|도|로|만|으로|에서|에게|까지|부터|처럼|보다"
KOREAN_PARTICLES = regex.compile(f"(?:{unicodedata.normalize('NFD', KOREAN)}){{1,3}}")


def starts_well(form, text, i):
    before = rest_of_word(text, i - 1, -1)
    particles = PARTICLES.get(script(form.alias.letters[0].base), "")
    led = bool(before) and len(before) <= 2 and all(letter in particles for letter in before)
    if form.kind == "cut":
        return led and before[-1] in "لבלכ"
    return border(text, i, i - 1, -1) or (led and may_have_particles(form.alias))


def ends_well(text, i):
    return border(text, i - 1, i, 1) or bool(KOREAN_PARTICLES.fullmatch(rest_of_word(text, i, 1)))


def place(form, text, i):
    """Where the form stands, start and end, if it does from sign i on."""
    found = written(form, text, i)
    if not found or not starts_well(form, text, i):
        return None
    used, after = found
    if after < len(text) and text[after].skip == "last dot":
        return used[0].start, text[after].end
    return (used[0].start, used[-1].end) if ends_well(text, after) else None


# ----------------------------------------------------------------------------------------------- addresses

DOMAINS = "com|org|net|int|edu|gov|mil|info|biz|news|media|рф"
ENDS_AN_ADDRESS = r"\s\p{Pi}\p{Pf}\"<>()\[\]{}（）「」『』【】《》，。、；：！？"
PART = rf"(?:[^{ENDS_AN_ADDRESS}]|\([^\s()]*\)|\[[^\s\[\]]*\]|\{{[^\s{{}}]*\}})"
ADDRESS = regex.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*://{PART}*"
    rf"|(?<![\p{{Latin}}\p{{N}}_])(?i:www)\.{PART}+"
    rf"|[^\s@<>()\[\]\",;:]+@[\w-]+(?:\.[\w-]+)+(?:[/?#:]{PART}*)?"
    r"|[@＠]\w+(?:[.-]\w+)*(?:@[\w-]+(?:\.[\w-]+)+)?"
    rf"|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:(?<=[\w-]{{2}}\.)(?:[a-z]{{2}}|{DOMAINS})(?![\w-])|(?:[a-z]{{2}}|{DOMAINS})(?=/))"
    rf"(?:[/?#:]{PART}*)?"
)
UNBROKEN = regex.compile(r"(?V1)[^\s[\p{Ps}\p{Pe}--\(\)\[\]\{\}]\p{Pi}\p{Pf}<>]+")


def addresses(text):
    where = [i for i, character in enumerate(text) if not unseen(character)]
    seen = "".join(text[i] for i in where)
    found = set()
    for run in UNBROKEN.finditer(seen):
        for address in ADDRESS.finditer(run[0]):
            found.update(where[run.start() + i] for i in range(*address.span()))
    return found


# --------------------------------------------------------------------------------- which of them are kept


def in_period(alias, document):
    """Compared as text, year first; a month's last day is at most a 31st."""
    date, precision = document.get("date"), document.get("date_precision", "day")
    if date is None or pd.isna(date):
        return True
    first = str(date)[: {"year": 4, "month": 7}.get(precision, 10)]
    last = first + "-12-31"[len(first) - 4 :]
    begins = alias.valid_from + "-01-01"[len(alias.valid_from) - 4 :] if alias.valid_from else ""
    ends = alias.valid_to + "-12-31"[len(alias.valid_to) - 4 :] if alias.valid_to else "9999"
    return begins <= last and first + "-01-01"[len(first) - 4 :] <= ends


def preference(mention):
    """Of mentions that begin at one place: the longest, its own form, the unambiguous, the first of the gazetteer."""
    kind = ("own", "cut", "plural", "coordinated").index(mention.form.kind)
    return -mention.end, kind, mention.alias.ambiguous, mention.alias.number


def best(candidates):
    """The best of mentions that begin at one place, with every organization that has the same claim."""
    ordered = sorted(candidates, key=preference)
    mention = ordered[0]
    if mention.form.kind == "coordinated":
        ordered = [mention]
    same = [m.alias for m in ordered if (m.end, m.form.kind) == (mention.end, mention.form.kind)]
    organizations = {}
    for alias in same:
        organizations.setdefault(alias.organization, alias)
    mention.claimants = list(organizations.values())
    return mention


def leftmost_longest(candidates, coordinated):
    """The leftmost mention, of these the longest; then the same after it, where one may lean on it."""
    kept, at = [], 0
    while True:
        candidates = [m for m in candidates if m.start >= at]
        begins = candidates + (coordinated(kept) if kept else [])
        if not begins:
            return kept
        first = min(m.start for m in begins)
        kept.append(best([m for m in begins if m.start == first]))
        at = kept[-1].end


BRACKETS = r"(?:[(\[（])"
LEAD = (
    r"hereinafter|hereafter|henceforth|or|the|also|known|referred|to|in|short|as|abbreviated|ci-après|ou|dite?|o|en|adelante"
    r"|или|далее|по|тексту|сокращенно"
)
QUOTE = rf"[{QUOTES}{APOSTROPHES}‹›‚]?"
OPENING = regex.compile(
    rf"(?:[{APOSTROPHES}]s?)?(?:{QUOTE}|[*_¹²³⁰-⁹])*{GAP}?{BRACKETS}\s*{QUOTE}(?:(?:{LEAD})\b[\s:,—–-]*)*{QUOTE}\s*",
    regex.I,
)
CLOSING = regex.compile(rf"\s*{QUOTE}\s*[)\]）,;]")
JOINING = regex.compile(
    rf"[)\]）]?(?:,?{GAP}(?:and/or|and|or|&|as{GAP}well{GAP}as)|,)(?:{GAP}the)?{GAP}",
    regex.I,
)


def without_unseen(text):
    return "".join(character for character in text if character == TATWEEL or not unseen(character))


def in_apposition(before, mention, text):
    shared = {alias.organization for alias in before.claimants} & {alias.organization for alias in mention.claimants}
    gap, after = without_unseen(text[before.end : mention.start]), without_unseen(text[mention.end : mention.end + 50])
    same = [sign.letter for sign in before.alias.letters] == [sign.letter for sign in mention.alias.letters]
    return bool(
        shared and not same and OPENING.fullmatch(gap) and CLOSING.match(after) and mention.form.kind != "coordinated"
    )


def coordinated_after(kept, text, at_sign, aliases, barred):
    """The mentions right after the last one kept that leave out the beginning they share with it."""
    last = before = kept[-1]
    joined = JOINING.match(without_unseen(text[last.end :]))
    if not joined:
        return []
    if len(kept) > 1 and joined[0][0] in ")]）" and in_apposition(kept[-2], last, text):
        before = kept[-2]
    name = before.alias.name
    following = (i for i, sign in enumerate(at_sign) if sign.start >= last.end)
    i = next((i for i in following if without_unseen(text[last.end : at_sign[i].start]) == joined[0]), None)
    if i is None or before.alias.ambiguous:
        return []
    found = []
    for alias in aliases:
        if not alias.ambiguous and any(name.startswith(beginning + " ") for beginning in alias.beginnings):
            form = Form(alias, alias.remainder, "coordinated")
            span = place(form, at_sign, i)
            if span and barred.isdisjoint(range(*span)):
                found.append(Mention(*span, form))
    # of several ways to write one name, the one that begins as the name before does
    return [m for m in found if m.alias.name.split(" ")[0] == name.split(" ")[0]] or found


# -------------------------------------------------------------------------------------- what each is called


def line_of_capitals(text, mention, names):
    """None, or the line in capitals of three or more words that the mention begins in."""
    line_ends = rf"{LINE_BREAK}|{PARAGRAPH}"
    line = regex.split(line_ends, text[: mention.start])[-1]
    line += regex.split(line_ends, text[mention.start :], maxsplit=1)[0]
    words = regex.findall(r"\p{Lu}(?:[\p{L}\p{M}]|[.'’-](?=\p{L}))*", without_unseen(line))
    in_capitals = not regex.search(r"\p{Ll}|\p{Lo}", line)
    others = [word for word in words if regex.split("['’]", word)[0] not in names]
    return line if in_capitals and len(words) >= 3 and len(others) >= 2 else None


def decide(kept, text, names):
    """Give each mention its organization and rule; those that do not count are "unconfirmed"."""
    asked, doubtful = set(), set()
    for number, mention in enumerate(kept):
        mention.organization = mention.claimants[0].organization
        mention.rule = mention.alias.match if mention.form.kind in ("own", "cut") else mention.form.kind
        line = line_of_capitals(text, mention, names) if mention.alias.everyday else None
        if line is not None:
            doubtful.add(number)
            if regex.search(rf"[?？][\s\p{{Pe}}\p{{Pf}}{QUOTES}{APOSTROPHES}]*$", without_unseen(line)):
                asked.add(number)
        if mention.alias.ambiguous or len(mention.claimants) > 1:
            doubtful.add(number)
    named = {mention.organization for number, mention in enumerate(kept) if number not in doubtful}
    apposed = {n for n in range(1, len(kept)) if in_apposition(kept[n - 1], kept[n], text)}

    def defines(n):
        return n in apposed and counts(kept[n - 1]) and len(kept[n - 1].claimants) == 1

    for number in sorted(doubtful, key=lambda n: len(kept[n].claimants) > 1):
        mention = kept[number]
        claimants = {alias.organization for alias in mention.claimants}
        if len(claimants) > 1:
            here = {kept[number - 1].organization} if defines(number) else set()
            same = [n for n in apposed if kept[n].alias.name == mention.alias.name and defines(n)]
            defined = {kept[n - 1].organization for n in same} & claimants
            claimants = (here & claimants) or defined or (claimants & named)
        mention.rule = "unconfirmed"
        if len(claimants) == 1 and claimants <= named and mention.alias.ambiguous != "never":
            mention.organization = claimants.pop()
            after_name = number in apposed and kept[number - 1].organization == mention.organization
            if number not in asked or (after_name and counts(kept[number - 1])):
                mention.rule = "confirmed"
    for number in apposed:
        before, mention = kept[number - 1], kept[number]
        if counts(before) and counts(mention) and before.organization == mention.organization:
            mention.rule = "appositive"
    return kept


def counts(mention):
    return mention.rule != "unconfirmed"


def mentions_in(document, aliases, forms, undecided):
    text = document["text"]
    at_sign = signs(text)
    places = {}
    for i, sign in enumerate(at_sign):
        places.setdefault(sign.letter, []).append(i)
    barred = addresses(text)
    candidates, outside = [], []
    for form in forms:
        spans = [place(form, at_sign, i) for i in places.get(form.letters[0].letter, [])]
        found = [Mention(*span, form) for span in spans if span and barred.isdisjoint(range(*span))]
        (candidates if in_period(form.alias, document) else outside).extend(found)
    current = [alias for alias in aliases if in_period(alias, document)]
    kept = leftmost_longest(candidates, lambda kept: coordinated_after(kept, text, at_sign, current, barred))
    kept = decide(kept, text, {alias.text for alias in aliases})
    if undecided:
        free = [m for m in outside if all(m.end <= k.start or k.end <= m.start for k in kept)]
        for mention in leftmost_longest(free, lambda kept: []):
            mention.organization, mention.rule = mention.alias.organization, "out of period"
            kept.append(mention)
    else:
        kept = [mention for mention in kept if counts(mention)]
    return sorted(kept, key=lambda mention: mention.start)


def reference_mentions(documents, gazetteer, *, undecided=False):
    """The mentions as tuples: doc_id, start, end, surface, alias, organization, rule."""
    aliases = aliases_of(gazetteer)
    forms = [form for alias in aliases for form in forms_of(alias)]
    rows = []
    for document in documents.to_dict("records"):
        for m in mentions_in(document, aliases, forms, undecided):
            alias = next((a for a in m.claimants if a.organization == m.organization), m.alias)
            surface = document["text"][m.start : m.end]
            rows.append((document["doc_id"], m.start, m.end, surface, alias.text, m.organization, m.rule))
    return rows
