"""Gazetteers in many scripts, and documents that make their names as hard to find as real files do, and harder."""

import unicodedata

import pandas as pd
from hypothesis import strategies as st

from .hostile_names import AROUND_IN, DATES, script

SPACES = ("\n", "\r\n", "\t", "\u00a0", "\u2009", "\u3000", "  \n  ", "\u00a0\n", "\u2028", "\n\n", "\r\n \r\n", "")
SPACES += ("-", "\f", "\u200b", " \u200f")
UNSEEN = ("\u00ad", "\u200b", "\u200d", "\u200c", "\u2060", "\ufeff", "\u200f", "\ufe0f", "\u00ad\u200b")
LINE_ENDS = ("-\n", "\u00ad\n", "‐\n", "-\r\n", "- \n ", "-", "-\n\n", "\n", "-\u00ad\n", "‑\n", "--\n")
MARKS = ("\u0301", "\u0308", "\u0327", "\u05b8", "\u064e", "\u0640")
ALIKE = {
    "'": "’‘ʼ",
    "’": "'‘ʼ",
    '"': "“”„«»״",
    "״": "\"”“'",
    "-": "‐‑–—_",
    "é": "eèē",
    "ø": "oöØ",
    "œ": ("oe", "Œ", "o"),
    "Œ": ("OE", "Oe", "œ"),
    "æ": ("ae", "a"),
    "ß": ("ss", "ẞ", "SS", "s"),
    "ə": "eƏaɘ",
    "ı": "iIl",
    "İ": ("I", "i", "I\u0307"),
    "đ": "dð",
    "Đ": "DÐ",
    "և": ("եւ", "եվ", "ԵՎ", "ԵՒ", "ե"),
    "أ": ("ا", "إ", "آ", "ا\u0654"),
    "ا": "أآى",
    "ة": "هت",
    "ى": "يئ",
    "ي": "ىی",
    "O": "ОΟ0",
    "E": "ЕΕ",
    "О": "OΟ",
    "・": (" ", "", "·"),
    "fi": ("ﬁ",),
    "ff": ("ﬀ",),
    "fl": ("ﬂ",),
    "й": "и",
    "ё": "е",
    "ς": "σΣ",
    " ": SPACES,
}
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def without_accents(text):
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


CASES = (str.upper, str.lower, str.title, str.swapcase, str.capitalize)
FORMS = (
    *(without_accents, lambda text: unicodedata.normalize("NFD", text)),
    *(lambda text: unicodedata.normalize("NFKD", text), lambda text: text.translate(WIDE)),
    *(lambda text: text.upper().translate(WIDE), lambda text: without_accents(text).upper()),
    *(lambda text: unicodedata.normalize("NFD", text.upper()),),
)


def dotted(text, last=".", between="."):
    words = [between.join(word) + last if 1 < len(word) < 7 and word.isupper() else word for word in text.split(" ")]
    return " ".join(words)


DOTS = (dotted, lambda text: dotted(text, ""), lambda text: dotted(text, ".", ". "), lambda text: dotted("J" + text))
PLURALS = {"rapporteur": "rapporteurs", "agency": "agencies", "envoy": "envoys", "Mission": "Missions"}
PLURALS |= {"Rapporteur": "Rapporteurs", "Committee": "Committees", "spokesperson": "spokespeople"}
PLURALS |= {"experts": "expertss", "House": "Houses", "government": "governments"}
# an article that loses its first letter after a particle
ARTICLES = {"ال": "ل", "ה": "בכ"}

AROUND = (
    *(("", "'s"), ("", "’s"), ("", "ʼS"), ("", "’"), ("", "'nin"), ("l’", ""), ("(", ")"), ("[", "]"), ("“", "”")),
    *(('"', '"'), ("‘", "’"), ("（", "）"), ("<", ">"), ("**", "**"), ("#", ""), ("anti-", ""), ("", "-backed")),
    *(("", "-\nbacked"), ("anti-\n", ""), ("", "–"), ("EU/", ""), ("", "/UN"), ("", "."), ("", "…"), ("«", "»")),
    *(("", "²"), ("", "™"), ("", "2"), ("3", ""), ("", "_x"), ("_", ""), ("", "X"), ("S", ""), ("", "ers"), ("", "я")),
    *(("й", ""), ("", "é"), ("é", ""), ("", "٢"), ("", ".The report"), ("𐐀", ""), ("", "\n\n"), ("\n", "\n")),
    *(
        ("据", "报道"),
        ("の", "は"),
        ("ของ", "และ"),
        ("日本", "会"),
        ("", "2020年"),
        ("", "은"),
        ("", "에서는"),
        ("", "은행"),
    ),
    *(("\u0301", ""), ("", "\u0301"), ("\u00ad", "\u00ad"), ("S\u00ad", ""), ("", "\u200dDP"), ("", "\u200d🕊")),
    *(("🇺🇳", "👍🏽"), ("❤\ufe0f", ""), ("\ud800", "\udc00"), ("\0", "\x1c"), ("", "-\n\nx"), ("", "\u00ad\nx")),
)
ADDRESSES = (
    *(("https://www.un.org/", ""), ("http://", ".example.org"), ("www.", ".org"), ("press@", ".org"), ("", "@un.org")),
    *(("@", ""), ("@", "_News"), ("", ".org"), ("", ".org/news"), ("example.org/", ""), ("x.", ".com"), ("x@", "")),
    *(("https://x.org/ ", ""), ("(https://x.org/) ", ""), ("", ".info."), ("", ".Org"), ("HTTPS://X.ORG/", "?by=UN")),
    *(("https://x.org/(", ")"), ("", ":press@UN.org"), ("", ".of the"), ("dept.of", ""), ("@\u200b", "")),
    *(
        ("www.", ""),
        ("www.", "/x"),
        ("(www.x", ")"),
        ("“www.un.org” ", ""),
        ("", "’s.org"),
        ("", "/example.org"),
        ("", ".org’s"),
        ("a@b.org/", ""),
    ),
)
JOINS = (" and ", " or ", ", ", " & ", " as well as ", " and/or ", ", and the ", ") and the ", " AND ", " and\n")
JOINS += (". ", " und ", ",", " and the\n", " and  the ", "; ", ")", " ", " and\n\n", "’s and ", " and \u200b")
OPENINGS = (" (", "(", " [", "（", " (“", "\n(", "\n\n(", "’s (", " (hereinafter “", " (also known as the ", ", ")
OPENINGS += ("\u00a0(", " (далее ", " (or ", " ((", " ( ", "'S\n(‘", " (the\n", " (formerly ", " – (", "\u200b (")
CLOSINGS = (")", "]", "）", "”)", ", New York)", "; x)", " x)", "-Habitat)", "", "’s)", "X)", " )", ".)", "’)", "\n)")
HEADINGS = (
    *("{} IS TO BLAME?", "{} WARNS OF CHOLERA", "NEW {} REPORT ON CHOLERA", "{} REPORT", "TELL {} THE TRUTH?”"),
    *("1. {} REPORT 2020", "{}: Report on aid", "WHAT {}\nIS IT", "{} ({}) WARNS OF FLOODS", "{} 2020 – REPORT"),
    *("{} IS OUT? ", "ДОКЛАД {} О МИРЕ", "{}/{} AND {}", "{}’S NEW REPORT"),
)
FILLER = (
    *("the", "report", "a", "of", "and", "in", "New York", "said", "доклад", "تقرير", "報告", "и", "דוח", "보고서"),
    *("MUNICH", "who", "care", "us", "Councillor", "Rights", "United", "Human", "Special", "Security Council"),
    *(".", ",", " ", "\n", "\n\n", "\t", "?", "!", ":", "(", ")", "“", "-", "…", "🕊", "A.B.", "U.", "N.", "\r\n", "@"),
    *("General Assembly", "1999", "UNDP", "://"),
)
# Unassigned code points are left out: of what kind they are depends on the version of Unicode.
ANYTHING = st.text(st.characters(exclude_categories=("Cn",)), max_size=4)
SEPARATORS = (" ", " ", " ", " ", "\n", "\n\n", ", ", ". ", "", "; ", " – ")


@st.composite
def spoiled(draw, name):
    """The name as somebody may have written it, or nearly so."""
    for _ in range(draw(st.sampled_from((0, 1, 1, 2, 2, 3)))):
        way = draw(st.integers(0, 9))
        at = draw(st.integers(0, len(name)))
        if way == 0:
            name = draw(st.sampled_from(CASES))(name)
        elif way == 1:
            name = draw(st.sampled_from(FORMS))(name)
        elif way == 2:
            name = name[:at] + draw(st.sampled_from(UNSEEN)) + name[at:]
        elif way == 3:
            name = name[:at] + draw(st.sampled_from(LINE_ENDS)) + name[at:]
        elif way == 4:
            name = draw(st.sampled_from(DOTS))(name)
        elif way == 5:
            name = name[:at] + draw(st.sampled_from(MARKS)) + name[at:]
        elif way == 6:
            name = name[:at] + draw(st.sampled_from((name[at : at + 1].swapcase(), "", "x", "."))) + name[at + 1 :]
        elif way == 7 and any(name.startswith(article) for article in ARTICLES):
            article = next(article for article in ARTICLES if name.startswith(article))
            name = draw(st.sampled_from(("و", "ל", ""))) + draw(st.sampled_from(ARTICLES[article])) + name[1:]
        else:
            found = [old for old in ALIKE if old in name]
            if found:
                rare = [old for old in found if old not in " -OE"]
                old = draw(st.sampled_from(rare if rare and draw(st.booleans()) else found))
                name = name.replace(old, draw(st.sampled_from(ALIKE[old])))
    return name


@st.composite
def framed(draw, name, frames):
    before, after = draw(st.sampled_from(frames))
    return before + name + after


@st.composite
def pieces(draw, gazetteer):
    """A few names in a setting that makes mentions of them, or nearly does."""
    aliases = gazetteer["alias"].tolist()
    row = draw(st.integers(0, len(aliases) - 1 if draw(st.booleans()) else min(8, len(aliases) - 1)))
    name = aliases[row]
    kind = draw(st.integers(0, 13))
    if kind == 0:
        return draw(ANYTHING)
    if kind == 1:
        return name + draw(ANYTHING)
    if kind <= 4:
        frames = AROUND_IN.get(script(name)) if draw(st.booleans()) else None
        return draw(framed(draw(spoiled(name)) if draw(st.booleans()) else name, frames or AROUND))
    if kind == 5:
        return draw(framed(name, ADDRESSES))
    if kind == 6:
        words = [alias for alias in aliases if alias in ("WHO", "CARE", "US", "NEED", "Union")]
        name = draw(st.sampled_from(words)) if words and draw(st.integers(0, 3)) else draw(spoiled(name)).upper()
        return draw(st.sampled_from(HEADINGS)).replace("{}", name).join("\n\n") + draw(
            st.sampled_from(("", "by " + name))
        )
    if kind <= 8:
        same = gazetteer.loc[gazetteer["organization"] == gazetteer["organization"].iloc[row], "alias"].tolist()
        other = draw(st.sampled_from(same if draw(st.integers(0, 3)) else aliases))
        opening, closing = draw(st.sampled_from(OPENINGS)), draw(st.sampled_from(CLOSINGS))
        return name + opening + draw(spoiled(other)) + closing
    if kind <= 10:
        together = [alias for alias in aliases if alias.startswith(("UN ", "United Nations "))] or aliases
        first, other = draw(st.sampled_from(together)), draw(st.sampled_from(together))
        rest = other.removeprefix("United Nations ").split(" ", other.startswith("UN "))[-1]
        return first + draw(st.sampled_from(JOINS)) + draw(spoiled(rest) if draw(st.booleans()) else st.just(rest))
    if kind == 12 and "ICJ" in aliases:
        full = [alias for alias in aliases if alias.startswith("International C")] or [name]
        first, second = draw(st.sampled_from(full)), draw(st.sampled_from(full))
        defined = draw(st.sampled_from((" (ICJ)", " (“ICJ”)", " (I.C.J.)", " ICJ", "", "\n\n(ICJ)")))
        return f"{first}, {second}{defined}, {draw(st.sampled_from(('ICJ', 'I.C.J', 'ICJX')))}"
    if kind == 11:
        several = [alias for alias in aliases if any(word in alias for word in PLURALS)] or aliases
        name = draw(st.sampled_from(several))
        for word in [word for word in PLURALS if word in name]:
            name = name.replace(word, PLURALS[word])
    return draw(spoiled(name))


@st.composite
def documents(draw, gazetteer):
    """One to three texts, each of names of the gazetteer, near misses of them, and what stands between."""
    texts = []
    for _ in range(draw(st.integers(1, 3))):
        parts = []
        for _ in range(draw(st.integers(1, 6))):
            parts.append(draw(pieces(gazetteer)))
            parts.append(draw(st.sampled_from(SEPARATORS)))
            if draw(st.booleans()):
                parts += [draw(st.sampled_from(FILLER)), draw(st.sampled_from(SEPARATORS))]
        texts.append("".join(parts))
    return texts


@st.composite
def frames(draw, texts):
    """The texts as a frame of documents, some dated; lone surrogates need plain Python strings."""
    dates = [draw(st.sampled_from((None, *DATES))) for _ in texts]
    precisions = [draw(st.sampled_from(("day", "month", "year"))) if date else "" for date in dates]
    return pd.DataFrame(
        {
            "doc_id": [f"d{number}" for number in range(len(texts))],
            "text": pd.Series(texts, dtype=object),
            "date": pd.to_datetime(pd.Series(dates, dtype=object)),
            "date_precision": precisions,
        }
    )
