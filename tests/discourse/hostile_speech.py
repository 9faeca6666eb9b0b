"""Texts that make statements as hard to find as real files do, and harder: glued from what the extraction looks at."""

import pandas as pd
from hypothesis import strategies as st

QUOTATION_MARKS = [*"“”\"‘’'«»„‚‹›`´「」『』＂", "''", "``", ",,", "“‘", "’”", "” “"]
MARKS = [*",.:;!?…()[]{}/&-–—_*#@$%|<>", "...", "?!", ". . .", " - ", " — ", "'s", "’s", "s'"]
LINE_ENDS = ["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\n \n"]
SPACES = [*" \t\u00a0\u2009\u3000\u200b\u200d\ufeff\u00ad", "    "]
ODD = [*"\0\u0301\ud800\udc00\u202e\u200f😀ﬁİßǅ²Ⅷ", "e\u0301", "👩\u200d👧", "x" * 300]
SCRIPTS = ["שלום אמר", "قال إن", "Սամվելն ասաց", "сказал, что", "a déclaré que", "l’armée", "中文", "हिन्दी", "ქართული"]
CUES = """said says say told asked added adding claims claimed warned of|called on|called for|accused|urged|denied
did not say|would not confirm|refused to say|was urged by|were accused by|was told that|according to|According to
in the words of|position is that|'s words|'s statement said|thanked|quoted as saying|asking whether|went on to say"""
PEOPLE = """Ana Ruiz|Tom Lee|Ruiz|Lee|Ana|Mayor Ana Ruiz|Foreign Minister Tom Lee|Mr. Lee|Mrs Ruiz|Dr. Ruiz
the mayor|The minister|he|she|they|it|He|She|who|the Ministry of Health|the ministry|Ministry
Human Aid Network (HAN)|HAN|J. R. Lee|Ana Ruizz|van der Berg|Jan van der Berg|O'Neil|Ruiz’s|the workers' union
reporters|officials|one|nobody|the council|I|we|us|Will Ruiz"""
LINKS = """that|who|which|whose|and|or|but|as|if|whether|to|to act|by|of|for|about|against|in|on Monday|on June 16, 2023
not|never|the|a|his|her|no|with|is|was|will|because|when
, the mayor of Riverton,|Spokesman|spokeswoman for|the road is open|open|peace"""


def phrases(text):
    return [phrase for line in text.splitlines() for phrase in line.split("|")]


GLUE = [*phrases(CUES), *phrases(PEOPLE), *phrases(LINKS)]
WORDS = st.sampled_from([*GLUE, *GLUE, *QUOTATION_MARKS, *MARKS, *SCRIPTS])
PIECES = st.sampled_from([*QUOTATION_MARKS, *MARKS, *LINE_ENDS, *SPACES, *ODD, *SCRIPTS, *GLUE])
ANY_CHARACTER = st.characters() | st.characters(categories=["Cs", "Cc", "Cf", "Mn", "Nd", "No", "Lt", "Pi", "Pf", "Zl"])
PERSONS = st.sampled_from(phrases(PEOPLE))
PAIRS = ["“”", "“”", '""', "«»", "‘’", "„“", "''", ("", "")]
SENTENCES = st.lists(WORDS, min_size=3, max_size=14).map(" ".join)


@st.composite
def articles(draw, tidy=False):
    """Draw paragraphs as they could be printed: words in order, marks often in pairs (if tidy, “ ” always)."""
    paragraphs = draw(st.lists(st.lists(clauses(tidy), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4))
    return draw(st.sampled_from(["\n\n", "\n", "\r\n\r\n"])).join(paragraphs)


@st.composite
def clauses(draw, tidy):
    """Draw a sentence in which somebody says something, or nearly so."""
    said = draw(st.sampled_from(["the road is open", "it is late", "to act", "that the plan failed", "a famine", ""]))
    who, cue = draw(PERSONS), draw(st.sampled_from(phrases(CUES)))
    whom = draw(st.sampled_from(["", "", "reporters", "the government", "Tom Lee", "of lying"]))
    opening, closing = "“”" if tidy else draw(st.sampled_from(PAIRS))
    comma = draw(st.sampled_from([",", ".", "", "?"]))
    orders = [
        f"{opening}We agree on it{comma}{closing} {who} {cue} {whom}.",
        f"{who} {cue} {whom} {said}.",
        f"{who} {cue}: {opening}We agree on it.{closing}",
        f"{said.capitalize()}, {who} {cue}, {said}.",
        f"{who}, {draw(PERSONS)}, {cue} {whom} that {opening}{said or 'late'}{closing} {said}.",
        f"{opening}We agree{comma}{closing} {who} {cue}, {opening}and go on.{closing}",
        f"{who} and {draw(PERSONS)} {cue} {whom} {opening}{said or 'late'}{closing}.",
        f"The {opening}special{closing} zone is open, {who} {cue}.",
        f"{who}: {said}",
        f"{opening}We agree on it and go on.{closing}",
    ]
    return draw(st.sampled_from(orders if tidy else [*orders, f"{opening}We agree on it and go on."]))


GLUED = st.lists(PIECES, max_size=30).map("".join) | st.lists(PIECES, max_size=30).map(" ".join)
TEXTS = st.one_of(
    articles(), GLUED, st.lists(SENTENCES, max_size=5).map(". ".join), st.text(ANY_CHARACTER, max_size=40)
)


def corpus(*texts, **columns):
    names = [f"d{number}" for number in range(len(texts))]
    return pd.DataFrame({"doc_id": names, "text": pd.Series(texts, dtype=object)} | columns)


GAZETTEER = pd.DataFrame(
    {
        "organization": ["Human Aid Network", "Human Aid Network", "Ministry of Health"],
        "alias": ["HAN", "the network", "the ministry"],
        "language": "",
        "match": ["exact", "name", "name"],
        "valid_from": "",
        "valid_to": "",
        "ambiguous": "",
    }
)
