"""Bytes in an older encoding -> which one it is, by the language that its letters would be."""

from collections import Counter
from math import log

import regex
from charset_normalizer import from_bytes

WESTERN_PAGE = "cp1252"  # Windows' Western page, by far the most usual of the older encodings
# Signs that stand by themselves, and say nothing of the language.
WESTERN_MARKS = frozenset("‚„…‘’“”‹›«»•–—\xa0€£¥¢©®™°±²³¼½¾§¶·¡¿´ªº†‡".encode(WESTERN_PAGE))
ARMSCII = "armscii-8"
# AST 34.005-1997, the eight-bit code of Armenia, from byte A1; each capital is followed by its small letter.
ARMENIAN_SIGNS = "֍և։)(»«—.՝,-֊…՜՛՞"
ARMENIAN_CAPITALS = "ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ"
ARMENIAN = dict(
    enumerate(ARMENIAN_SIGNS + "".join(letter + letter.lower() for letter in ARMENIAN_CAPITALS) + "՚", start=0xA1)
)
ARMSCII_TABLE = dict.fromkeys(range(0x80, 0x100), "\N{REPLACEMENT CHARACTER}") | {0xA0: "\xa0"} | ARMENIAN

# The letters of a language beyond ASCII, about as frequent ones first.
ALPHABETS = {
    "Russian": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "Ukrainian": "оанивітерсклудмпзяьбгйчхцїжюєшщфґ",
    "Belarusian": "аніоерлтсдкмуыязпвўбцьгйчшжхёюэф",
    "Bulgarian": "аиоентрсвлкдпмзгяъубчцйжщхшюфь",
    "Serbian": "аиоенрсјтукдвмплзгбшцчћжњхђљфџ",
    "Macedonian": "аоеитнрсвдкмпјулзгбшчжцќњхѓљфџѕ",
    "Armenian": "անեիրուտոյսմկւվլդհգպզբթցքըչխշղծձփօռէճժջֆև",
    "Greek": "αοιετσνηυρπκμλωςίόγάέδήχύθώφβξζψϊΐϋΰ",
    "Arabic": "اليمونرتبةعدسفهكقأحجشطصىخإذثغضزئءظؤآ",
    "Persian": "ایيردنهومتبسلکكشزفگعخقجآپحطصچضذغژثظئأؤءۀة",
    "Hebrew": "יוהלרבתמאשנעםדקחפסכגטצןזךףץ",
    "French": "éèàêçâîôùûëïœæ",
    "German": "üäößé",
    "Spanish": "óáíéñúü",
    "Portuguese": "ãçáéíóêõâúàô",
    "Italian": "èàùòéì",
    "Swedish": "äåöé",
    "Danish": "åøæé",
    "Icelandic": "áðíóöþæéýú",
    "Polish": "łąężśóćńź",
    "Czech": "íáéěřýčžšůúťďňó",
    "Slovak": "áíéýčžšúľťôňďäóŕĺ",
    "Hungarian": "áéöőíóüúű",
    "Romanian": "ăîâţş",
    "Croatian": "čšžćđ",
    "Turkish": "ıüşğçöİâîû",
    "Azerbaijani": "äıüşöğçİ",
    "Lithuanian": "ėųšįžąūęč",
    "Latvian": "āīēūšņģļķčž",
}
CYRILLIC = ("Russian", "Ukrainian", "Belarusian", "Bulgarian", "Serbian", "Macedonian")
WESTERN = ("French", "German", "Spanish", "Portuguese", "Italian", "Swedish", "Danish", "Icelandic")
CENTRAL = ("Polish", "Czech", "Slovak", "Hungarian", "Romanian", "Croatian")
# Encoding -> the languages it was made for; and how much rarer it is than Windows' own, as a logarithm.
CANDIDATES: dict[str, tuple[tuple[str, ...], float]] = {
    "cp1252": (WESTERN, 0.0),
    "cp1251": (CYRILLIC, -1.0),
    "cp1250": (CENTRAL, -1.0),
    "cp1253": (("Greek",), -1.0),
    "cp1254": (("Turkish", "Azerbaijani"), -1.0),
    "cp1255": (("Hebrew",), -1.0),
    "cp1256": (("Arabic", "Persian"), -1.0),
    "cp1257": (("Lithuanian", "Latvian"), -2.0),
    "koi8-r": (("Russian", "Bulgarian"), -1.5),
    "koi8-u": (("Ukrainian", "Belarusian"), -4.0),  # of which Russian is the same as in koi8-r
    ARMSCII: (("Armenian",), -1.5),
    "iso8859-15": (WESTERN, -2.0),
    "iso8859-2": (CENTRAL, -2.0),
    "iso8859-5": (CYRILLIC, -2.0),
    "iso8859-6": (("Arabic",), -2.0),
    "iso8859-7": (("Greek",), -2.0),
    "cp866": (("Russian", "Belarusian"), -2.0),
    "cp720": (("Arabic",), -2.5),
    "cp850": (WESTERN, -3.0),
    "cp852": (CENTRAL, -3.0),
    "mac-roman": (WESTERN, -3.0),
    "mac-cyrillic": (("Russian", "Ukrainian", "Bulgarian"), -3.0),
}
# Natural logarithms of how likely each is, once for every time it is found.
SIGN = log(0.02)
FOREIGN = log(0.0005)
RARE = log(0.025)  # a letter of the language, at the least
CAPITAL = log(0.9)
SMALL_THEN_CAPITAL = log(0.01)
TWO_SCRIPTS = log(0.01)
SIGN_IN_WORD = log(0.02)
FINAL_IN_WORD = log(0.01)
PLAUSIBLE = -4.0  # a letter, on average

SIGNS = frozenset("“”„‘’‚«»‹›–—…•·§№°©®€£\xa0¡¿՝։՛՞՜،؛؟")
CASE_BREAK = regex.compile(r"(?=\p{Ll}\p{Lu})(?:[^\x00-\x7f].|.[^\x00-\x7f])")
SCRIPT_BREAK = regex.compile(r"[A-Za-z](?=[^\P{L}\p{Latin}])|[^\P{L}\p{Latin}](?=[A-Za-z])")
SIGN_BREAK = regex.compile(r"(?<=\p{L})[^\x00-\x7f\p{L}\p{M}’‘·–—\u200c\xad](?=\p{L})")
FINAL_BREAK = regex.compile(r"[ςךםןףץةى](?=\p{L})")  # letters that end a word
UNLIKE_MARKS = regex.compile(rf"{SIGN_BREAK.pattern}|[^\x00-\x7f]{{3}}")
ACCENTS_TOGETHER = regex.compile(r"[^\P{Latin}\x00-\x7f](?=[^\P{Latin}\x00-\x7f])")
TOGETHER = log(0.3)


def decode_as(data: bytes, encoding: str) -> str:
    r"""Decode bytes, with U+FFFD for those that the encoding does not know.

    Parameters
    ----------
    data : bytes
        Whole characters.
    encoding : str
        A name of Python's, or "armscii-8" (AST 34.005-1997), which Python has not.

    >>> decode_as(b"\xb2\xf1\xd3\xb3\xcb", "armscii-8")
    'Արձախ'
    """
    if encoding == ARMSCII:
        return data.decode("latin-1").translate(ARMSCII_TABLE)
    return data.decode(encoding, "replace")


def guess_encoding(sample: bytes) -> str:
    """Guess the encoding of words: the plausible one, else that of charset-normalizer, else the likeliest one.

    Parameters
    ----------
    sample : bytes
        Words with bytes beyond ASCII, and no others.

    >>> guess_encoding("今朝、谷に雪が降り、学校へ行く道は昼まで通れませんでした。".encode("shift_jis"))
    'cp932'
    """
    plausible = guess_plausibly(sample)
    if plausible:
        return plausible
    matches = [match.encoding for match in from_bytes(sample) if not match.encoding.startswith("utf")]
    return matches[0] if matches else _likeliest(sample)[0]


def guess_plausibly(sample: bytes) -> str | None:
    """Guess the encoding of words by how likely their letters are in the languages that it was made for.

    The likelihood of a letter is that of its rank among the N letters of a language, ln((N + 1) / rank) / N
    (Gusein-Zade, S. M. (1988). Frequency distribution of letters in the Russian language. Problems of
    Information Transmission 24(4), 338-342); of a language written in the Latin script, only its letters beyond
    ASCII are looked at. Capitals, capitals behind small letters, two scripts in one word, signs within words
    and final letters before others lower it.

    Parameters
    ----------
    sample : bytes
        Words with bytes beyond ASCII, and no others.

    Returns
    -------
    str or None
        None where no encoding makes the words plausible.

    >>> guess_plausibly("и никто не может проехать".encode("koi8-r"))
    'koi8-r'
    """
    marks = {byte for byte in sample if byte > 127} <= WESTERN_MARKS
    if marks and not UNLIKE_MARKS.search(decode_as(sample, WESTERN_PAGE)):
        return WESTERN_PAGE
    encoding, likelihood = _likeliest(sample)
    return encoding if likelihood > PLAUSIBLE else None


def _likeliest(sample: bytes) -> tuple[str, float]:
    """Return the likeliest encoding, and the mean logarithm of the likelihood of its characters beyond ASCII."""
    beyond = sum(byte > 127 for byte in sample)
    scores = {name: _likelihood(decode_as(sample, name), beyond, *candidate) for name, candidate in CANDIDATES.items()}
    best = max(scores, key=scores.__getitem__)
    return best, scores[best] / max(1, beyond)


def _likelihood(text: str, beyond: int, languages: tuple[str, ...], rarity: float) -> float:
    counts = Counter(character for character in text if character > "\x7f")
    capitals = sum(count for character, count in counts.items() if character.isupper())
    letters = max(sum(count * _letter(language, sign) for sign, count in counts.items()) for language in languages)
    return (
        rarity
        + letters
        + (beyond - counts.total()) * SIGN  # of ASCII, as some encodings have twice
        + capitals * CAPITAL
        + len(CASE_BREAK.findall(text, overlapped=True)) * SMALL_THEN_CAPITAL
        + len(SCRIPT_BREAK.findall(text)) * TWO_SCRIPTS
        + len(SIGN_BREAK.findall(text)) * SIGN_IN_WORD
        + len(FINAL_BREAK.findall(text)) * FINAL_IN_WORD
        + len(ACCENTS_TOGETHER.findall(text)) * TOGETHER
    )


def _letter(language: str, character: str) -> float:
    ranks = RANKS[language]
    found = ranks.get(character) or ranks.get(character.lower())
    return found if found is not None else SIGN if character in SIGNS else FOREIGN


def _ranks(letters: str) -> dict[str, float]:
    size = len(letters)
    return {letter: max(RARE, log(log((size + 1) / rank) / size)) for rank, letter in enumerate(letters, start=1)}


RANKS = {language: _ranks(letters) for language, letters in ALPHABETS.items()}
