"""The language and the script of a text, told without a network.

The detector is py3langid, a naive Bayes classifier over byte n-grams.
Lui, M., & Baldwin, T. (2012). langid.py: An off-the-shelf language identification tool. Proceedings of the
ACL 2012 System Demonstrations, 25-30.
"""

from collections import Counter
from functools import cache, lru_cache
from typing import Any

import regex

LEAST_LETTERS = 20
DECIDED = 0.4  # probability; what is less likely is as often wrong as right
PIECE = 500  # characters, of the beginning, the middle and the end
SCRIPTS = (
    *("Latin", "Cyrillic", "Greek", "Armenian", "Georgian", "Hebrew", "Arabic", "Syriac", "Thaana", "Nko"),
    *("Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam"),
    *("Sinhala", "Thai", "Lao", "Tibetan", "Myanmar", "Khmer", "Mongolian", "Ethiopic", "Tifinagh"),
    *("Han", "Hiragana", "Katakana", "Hangul", "Bopomofo", "Yi", "Cherokee", "Canadian_Aboriginal", "Coptic"),
    *("Javanese", "Balinese", "Sundanese", "Meetei_Mayek", "Ol_Chiki", "Adlam", "Vai"),
)
OTHER, COMMON = "Other", "Common"
# Of the languages that the detector knows, those written in each script. Latin has all others.
WRITTEN_IN = {
    "Cyrillic": {"ba", "be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "tt", "uk", "uz", "az", "bs", "ku"},
    "Greek": {"el"},
    "Armenian": {"hy"},
    "Georgian": {"ka"},
    "Hebrew": {"he"},
    "Arabic": {"ar", "az", "fa", "ku", "ps", "ug", "ur"},
    "Devanagari": {"hi", "mr", "ne", "sa"},
    "Bengali": {"as", "bn"},
    "Gurmukhi": {"pa"},
    "Gujarati": {"gu"},
    "Oriya": {"or"},
    "Tamil": {"ta"},
    "Telugu": {"te"},
    "Kannada": {"kn"},
    "Malayalam": {"ml"},
    "Sinhala": {"si"},
    "Thai": {"th"},
    "Lao": {"lo"},
    "Tibetan": {"dz"},
    "Myanmar": {"my"},
    "Khmer": {"km"},
    "Mongolian": {"mn"},
    "Ethiopic": {"am"},
    "Han": {"ja", "zh"},
    "Hiragana": {"ja"},
    "Katakana": {"ja"},
    "Hangul": {"ko"},
}
ALSO_LATIN = {"az", "bs", "ku", "sr", "tg", "tt", "uz"}
# Varieties that the detector tells apart, under the code of ISO 639-1 that holds them.
VARIETIES = {
    **{"ary": "ar", "arz": "ar", "sdh": "ku", "uzs": "uz", "wuu": "zh", "yue": "zh", "nn": "no"},
    **{"grc": "el", "hbo": "he", "gug": "gn", "kik": "ki", "fuv": "ff"},
}


def detect_language(text: str) -> tuple[str, float]:
    """Tell the language of a text.

    Long texts are judged by their beginning, middle and end. Languages that are not written in the text's
    script are ruled out.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    (str, float)
        ISO 639-1 code and probability from 0 to 1; "" and 0.0 for fewer than twenty letters, and where no
        language reaches a probability of 0.4.

    >>> detect_language("The ministry said that the road would reopen on Tuesday.")[0]
    'en'
    >>> detect_language("OK")
    ('', 0.0)
    """
    sample = _sample(text)
    letters = _letters(sample)
    if letters.total() < LEAST_LETTERS:
        return "", 0.0
    likely = _probabilities(sample, _main_script(letters))
    language = max(likely, key=likely.__getitem__, default="")
    probability = likely.get(language, 0.0)
    return (language, probability) if probability >= DECIDED else ("", 0.0)


def dominant_script(text: str) -> str:
    """Name the script of most letters of a text, as Unicode names it (UAX #24).

    Long texts are judged by their beginning, middle and end.

    >>> dominant_script("Дорога закрыта"), dominant_script("12:30")
    ('Cyrillic', '')
    """
    return _main_script(_letters(_sample(text)))


def _sample(text: str) -> str:
    if len(text) <= 3 * PIECE:
        return text
    middle = (len(text) - PIECE) // 2
    return "\n".join((text[:PIECE], text[middle : middle + PIECE], text[-PIECE:]))


def _letters(sample: str) -> Counter[str]:
    return Counter({sign: count for sign, count in Counter(sample).items() if sign.isalpha()})


def _main_script(letters: Counter[str]) -> str:
    counts: Counter[str] = Counter()
    for letter, count in letters.items():
        counts[_script_of(letter)] += count
    del counts[COMMON]
    return max(sorted(counts), key=counts.__getitem__, default="")


@lru_cache(maxsize=1 << 14)
def _script_of(letter: str) -> str:
    if letter.isascii():
        return "Latin"
    found = _script_pattern().match(letter)
    return found.lastgroup if found else OTHER


@cache
def _script_pattern() -> regex.Pattern:
    """Compile what takes a third of a second, when the first letter needs it."""
    names = "|".join(rf"(?P<{name}>\p{{Script={name}}})" for name in SCRIPTS)
    return regex.compile(rf"(?P<{COMMON}>[\p{{Script=Common}}\p{{Script=Inherited}}])|{names}")


def _probabilities(sample: str, script: str) -> dict[str, float]:
    """Return the probabilities of the languages that the script allows, summing to 1 where none is undecided."""
    likely: dict[str, float] = {}
    allowed = _languages_of(script)
    for label, probability in _identifier().rank(sample.encode("utf-8", "replace").decode("utf-8")):
        code = VARIETIES.get(label, label)
        if code in allowed:
            likely[code] = likely.get(code, 0.0) + probability
    total = sum(likely.values())
    return {code: share / total for code, share in likely.items() if len(code) == 2} if total else {}


@cache
def _languages_of(script: str) -> frozenset[str]:
    """Return the codes that may be written in a script, two letters or not ("zxx": no language at all)."""
    if script != "Latin":
        return frozenset(WRITTEN_IN.get(script, ()))
    known = {VARIETIES.get(label, label) for label in _identifier().labels}
    return frozenset(known - set().union(*WRITTEN_IN.values()) | ALSO_LATIN)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # half a second, with its model

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
