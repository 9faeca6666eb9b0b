"""What `analysis.discourse.mentions` must find, written for reading and not for speed.

It shares nothing with the package but the list of everyday words. Read from top to bottom: how characters are
compared, where an alias stands in a text, which of those places are kept, and what each is called.
"""

import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources

import pandas as pd
import regex

# ---------------------------------------------------------------------------------------------- characters

APOSTROPHES = "'’‘ʼ＇"
QUOTES = '"“”„‟«»״〝〞〟＂'
HYPHENS = "-‐‑－"
SOFT_HYPHEN = "\u00ad"
ARMENIAN_TONES = "՞՛՜"
TATWEEL = "\u0640"
LINE_BREAK = r"(?:\r\n|[\n\r\v\f\x85\u2028])"
PARAGRAPH = "\u2029"  # an empty line in itself
BLANKS = r"[^\S\n\r\v\f\x85\u2028\u2029]*"
GAP = rf"(?:(?=\s){BLANKS}(?:{LINE_BREAK}{BLANKS})?)"  # white space with at most one line break
HYPHENATION = regex.compile(
    rf"(?:{SOFT_HYPHEN}*([{HYPHENS}–]){SOFT_HYPHEN}*|{SOFT_HYPHEN}+){BLANKS}{LINE_BREAK}{BLANKS}(?=[\p{{L}}\p{{Nd}}])"
)
NEVER_SEEN = regex.compile(r"[\p{Cf}\p{Default_Ignorable_Code_Point}--[\p{L}]]", regex.V1)
UNSPACED = regex.compile(
    r"[\p{L}\p{M}&&[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]", regex.V1
)
KATAKANA = regex.compile(r"[\p{L}\p{M}&&\p{scx=Kana}]", regex.V1)
# A letter of these takes only accents; a mark of another script beside it is a neighbor like any.
ACCENTED = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}\p{Armenian}\p{Georgian}\p{Arabic}\p{Hebrew}]")
ACCENT = regex.compile(
    r"[\p{M}&&[\p{Inherited}\p{Common}\p{Latin}\p{Greek}\p{Cyrillic}\p{Arabic}\p{Hebrew}]--[\u3099\u309a]]",
    regex.V1,
)
UNACCENTED = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ə": "e", "æ": "ae", "œ": "oe", "ß": "ss"}
SAME_LETTER = {"ς": "σ", "ة": "ه", "ى": "ي"}
FOLDED_FORMS = ("<wide>", "<narrow>", "<compat>", "<initial>", "<medial>", "<final>", "<isolated>", "<font>")


@dataclass(frozen=True)
class Sign:
    """One letter (or space, or punctuation mark) of a text, as it is compared, and where it came from."""

    letter: str
    base: str = ""  # the character it came from, to see of what kind the neighbors are
    accents: frozenset = frozenset()
    capital: bool | None = None  # None: neither capital nor small, or (the e of Æ) either
    start: int = 0
    end: int = 0
    first: bool = True  # not the second half of a ligature
    last: bool = True
    skip: str = ""  # may be left out: "hyphen" or "soft" at a line's end, "break", "dot", "last dot", "mark"


@cache
def category(character):
    return unicodedata.category(character)


@cache
def unseen(character):
    return character in ARMENIAN_TONES + TATWEEL or bool(NEVER_SEEN.fullmatch(character))


@cache
def of_a_word(character):
    """Whether a mention cannot stand beside this character."""
    return character != "ʼ" and (
        category(character)[0] in "LM" or category(character) in ("Nd", "Nl") or character == "_"
    )


@cache
def unspaced(character):
    return bool(UNSPACED.fullmatch(character))


@cache
def katakana(character):
    return bool(KATAKANA.fullmatch(character))


@cache
def is_accent(character):
    return bool(ACCENT.fullmatch(character))


def is_on(mark, letter):
    """Whether the mark is part of the letter."""
    return category(mark)[0] == "M" and (is_accent(mark) or not ACCENTED.fullmatch(letter))


@cache
def plain(character):
    """The letters that a ligature, a full-width or a composed letter is made of."""
    form = unicodedata.decomposition(character).split(" ")[0]
    if category(character)[0] in "LMN" and (not form.startswith("<") or form in FOLDED_FORMS):
        letters = unicodedata.normalize("NFKD", character)
        if " " not in letters:
            return letters
    return character


@cache
def letters_of(cluster):
    """A character with the marks on it, as a list of [letter, accents, capital]."""
    letters = []
    for character in unicodedata.normalize("NFD", "".join(map(plain, cluster))):
        if character == TATWEEL:
            continue
        if letters and is_accent(character):
            letters[-1][1].add(character)
            continue
        capital = {"Lu": True, "Lt": True, "Ll": False}.get(category(character))
        small = character.lower()
        for number, letter in enumerate(UNACCENTED.get(small, small)):
            marks = {"other letter"} if small in UNACCENTED else set()
            either = number and capital and small in "æœ"
            letters.append([SAME_LETTER.get(letter, letter), marks, None if either else capital])
    return [(letter, frozenset(marks), capital) for letter, marks, capital in letters]


def punctuation(character):
    for kind in (APOSTROPHES, QUOTES, HYPHENS + "–"):
        if character in kind:
            return kind[0]
    return character


def signs(text):
    """The text as signs: letters folded, white space one space, and what is nothing left out."""
    where = [i for i, character in enumerate(text) if character in SOFT_HYPHEN + TATWEEL or not unseen(character)]
    seen = "".join(text[i] for i in where)
    result, p = [], 0
    while p < len(seen):
        character, start, q = seen[p], where[p], p + 1
        hyphenation = character in HYPHENS + "–" + SOFT_HYPHEN and HYPHENATION.match(seen, p)
        if hyphenation and result and of_a_word(result[-1].base):
            q, hyphen = hyphenation.end(), hyphenation[1]
            kind = "hyphen" if hyphen else "soft"
            result.append(Sign("-" if hyphen else "", "-", start=start, end=where[q - 1] + 1, skip=kind))
        elif character in SOFT_HYPHEN + TATWEEL:
            pass
        elif character.isspace():
            while q < len(seen) and (seen[q].isspace() or seen[q] == SOFT_HYPHEN):
                q += 1
            run = seen[p:q].replace(SOFT_HYPHEN, "")
            breaks = len(regex.findall(LINE_BREAK, run))
            beside = result and unspaced(result[-1].base) and q < len(seen) and unspaced(seen[q])
            between = "break" if beside and regex.fullmatch(LINE_BREAK, run) else ""
            letter = " " if breaks < 2 and PARAGRAPH not in run else "empty line"
            result.append(Sign(letter, " ", start=start, end=where[q - 1] + 1, skip=between))
        elif character != "ʼ" and (category(character)[0] == "L" or category(character) == "Nd"):
            while q < len(seen) and (is_on(seen[q], character) or seen[q] in SOFT_HYPHEN + TATWEEL):
                q += 1
            while seen[q - 1] == SOFT_HYPHEN:
                q -= 1
            letters = letters_of(seen[p:q].replace(SOFT_HYPHEN, ""))
            for number, (letter, accents, capital) in enumerate(letters):
                half = (number == 0, number == len(letters) - 1)
                result.append(Sign(letter, character, accents, capital, start, where[q - 1] + 1, *half))
        else:
            stray = "mark" if is_accent(character) else ""
            result.append(Sign(punctuation(character), character, start=start, end=start + 1, skip=stray))
        p = q
    return with_dots(result)


def with_dots(text):
    """Mark the dots of acronyms (two capitals or more, each with its dot, the last with or without)."""

    def single(i):
        if not (0 <= i < len(text) and text[i].capital and text[i].first and text[i].last):
            return False
        return not (joined(i - 1) or joined(i + 1))

    def joined(i):
        return 0 <= i < len(text) and of_a_word(text[i].base) and not unspaced(text[i].base)

    def dot(i):
        return 0 <= i < len(text) and text[i].letter == "."

    result = list(text)
    for i in range(len(text)):
        if dot(i) and single(i - 1):
            if single(i + 1):
                result[i] = replace(text[i], skip="dot")
            elif dot(i - 2) and single(i - 3):
                result[i] = replace(text[i], skip="last dot")
    return tuple(result)


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
UNBROKEN = regex.compile(rf"(?V1)[^\s[\p{{Ps}}\p{{Pe}}--\(\)\[\]\{{\}}]\p{{Pi}}\p{{Pf}}<>{QUOTES}]+")


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
