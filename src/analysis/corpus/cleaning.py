"""Texts as they arrive -> texts as every later step sees them: named steps, and how much each of them changed."""

import difflib
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass

import regex
from ftfy import TextFixerConfig, fix_text

from analysis.corpus.wrapping import join_wrapped_lines

MOJIBAKE = TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_encoding=True,
    restore_byte_a0=True,
    replace_lossy_sequences=True,
    decode_inconsistent_utf8=True,
    fix_c1_controls=True,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=True,
    remove_control_chars=False,
    normalization=None,
)
MOST_ROUNDS = 20
USUAL = bytes([9, 10, *range(32, 127)])


def _characters(*ranges: int | tuple[int, int]) -> frozenset[str]:
    pairs = [(item, item) if isinstance(item, int) else item for item in ranges]
    return frozenset(chr(code) for first, last in pairs for code in range(first, last + 1))


def _one_of(characters: Collection[str]) -> str:
    """Write a set of characters as a character class of a regular expression."""
    return "[" + "".join(f"\\U{ord(character):08x}" for character in sorted(characters)) + "]"


LINE_MARKS = _characters(0x0B, 0x0D, 0x2028, 0x2029)
# C0 and C1 without tab and line feed, annotations, deprecated format characters, noncharacters.
CONTROLS = _characters((0, 8), (0x0B, 0x1F), (0x7F, 0x9F), (0x206A, 0x206F), (0xFFF9, 0xFFFB), (0xFDD0, 0xFDEF)).union(
    *(_characters((plane + 0xFFFE, plane + 0xFFFF)) for plane in range(0, 0x110000, 0x10000))
)
DIRECTION_MARKS = _characters(0x061C, 0x200E, 0x200F, (0x202A, 0x202E), (0x2066, 0x2069))
INVISIBLE = _characters(0x034F, 0x180E, (0x2060, 0x2064))
WORD_SPACE, NON_JOINER, JOINER = "\u200b", "\u200c", "\u200d"
TAGS = _characters(0xE0001, (0xE0020, 0xE007F))
SPACES = _characters(0xA0, 0x1680, (0x2000, 0x200A), 0x202F, 0x205F, 0x3000)
PRESENTATION_FORMS = _characters(
    (0xFB00, 0xFB06), (0xFB13, 0xFB17), (0xFB1D, 0xFB4F), (0xFB50, 0xFDFB), (0xFE70, 0xFEFC)
)

# ECMA-48: control sequences, and operating system commands as terminals take them.
ESCAPES = regex.compile(r"\x1b\[[0-?]*+[ -/]*+[@-~]|\x1b\][^\x07\x1b]*+(?:\x07|\x1b\\)")
LINE_ENDS = regex.compile(r"\r\n?|[\v\u2028]")
ALL_CONTROLS = regex.compile(_one_of(CONTROLS))
SOFT_HYPHENS = regex.compile(r"\u00ad++(?:[ \t]*+\n[ \t]*+(?=\w))?+")
# Joiners shape letters of the scripts that join them, and emoji; after these characters they shape nothing.
UNSHAPED = r"[\p{Latin}\p{Greek}\p{Cyrillic}\p{Armenian}\p{Georgian}\p{Hebrew}\p{N}\p{P}\p{Z}\p{C}]"
ZERO_WIDTH = regex.compile(
    r"(\U0001f3f4[\U000e0020-\U000e007f]++)"  # the flag of a region, which stays
    rf"|{_one_of(INVISIBLE | TAGS)}"
    r"|(?<![\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}])\u200b"  # between words of scripts written without spaces
    rf"|(?<=^|{UNSHAPED})\u200d|(?<=^|{UNSHAPED})\u200c|\u200c(?!\w)"
)


def mend_encoding(text: str) -> str:
    """Undo text that was encoded in one way and decoded in another (ftfy's heuristics).

    >>> mend_encoding("MÃ©decins Sans FrontiÃ¨res")
    'Médecins Sans Frontières'
    """
    if text.isascii():  # in which ftfy finds nothing to mend; nor in such a line, as it looks at each for itself
        return text
    return "".join(line if line.isascii() else fix_text(line, MOJIBAKE) for line in regex.splititer(r"(?<=\n)", text))


def remove_terminal_escapes(text: str) -> str:
    r"""Remove the commands to a terminal, such as those for colors (ECMA-48).

    >>> remove_terminal_escapes("\x1b[31mclosed\x1b[0m")
    'closed'
    """
    return ESCAPES.sub("", text)


def remove_byte_order_marks(text: str) -> str:
    r"""Remove byte order marks left in the text.

    >>> remove_byte_order_marks("\ufeffMay I begin")
    'May I begin'
    """
    return text.replace("\ufeff", "")


def unify_line_ends(text: str) -> str:
    r"""Write every line end as a line feed, and a paragraph separator as an empty line.

    >>> unify_line_ends("one\r\ntwo\rthree\u2029four")
    'one\ntwo\nthree\n\nfour'
    """
    return LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")


def break_pages(text: str) -> str:
    r"""Write every form feed, which ends a page, as an empty line.

    >>> break_pages("page one\fpage two")
    'page one\n\npage two'
    """
    return text.replace("\f", "\n\n")


def remove_controls(text: str) -> str:
    r"""Remove control characters that no reader sees; tabs and line feeds stay.

    >>> remove_controls("a\x00b\x07c\td")
    'abc\td'
    """
    return ALL_CONTROLS.sub(lambda found: found[0] if found[0] in "\r\f\v" else "", text)


def remove_soft_hyphens(text: str) -> str:
    r"""Remove soft hyphens; a word that one breaks at a line end is joined on the line where it began.

    >>> remove_soft_hyphens("hu\xadman rights in the com\xad\nmunity")
    'human rights in the community'
    """
    return SOFT_HYPHENS.sub("", text)


def remove_zero_width_marks(text: str) -> str:
    r"""Remove marks without width, where they are no part of a word, an emoji or a flag.

    Joiners and non-joiners shape letters of Persian, Indic and other scripts, and emoji; zero-width spaces
    divide words in Thai, Lao, Khmer and Burmese: there they stay.

    >>> remove_zero_width_marks("Uni\u200bted Nat\u200dions")
    'United Nations'
    >>> remove_zero_width_marks("می\u200cخواهم") == "می\u200cخواهم"
    True
    """
    return ZERO_WIDTH.sub(r"\1", text)


def remove_direction_marks(text: str) -> str:
    r"""Remove marks, embeddings, overrides and isolates of writing direction (UAX #9).

    They are no letters and keep names from being found; an override shows letters in another order than
    the one that is counted. Without them each script runs in its own direction.

    >>> remove_direction_marks("\u202bخبر\u202c, \u200fnews")
    'خبر, news'
    """
    return text.translate(dict.fromkeys(map(ord, DIRECTION_MARKS)))


def plain_spaces(text: str) -> str:
    r"""Write no-break, thin, ideographic and other spaces as plain ones.

    >>> plain_spaces("10\u202f000\xa0people")
    '10 000 people'
    """
    return text.translate(dict.fromkeys(map(ord, SPACES), " "))


def split_ligatures(text: str) -> str:
    r"""Write ligatures and other presentation forms of Latin, Armenian, Hebrew and Arabic as their letters (NFKC).

    Letters of a language's own stay, as æ, œ, ß, ĳ, և do, and so do signs that stand for a phrase.

    >>> split_ligatures("the of\ufb01ce of Cæsar, \ufb14")
    'the office of Cæsar, մե'
    """
    return text.translate(LETTERS)


def _letters() -> dict[int, str]:
    """Map presentation forms to their letters; a mark shown alone loses the space that shows it."""
    mapped = {form: unicodedata.normalize("NFKC", form).lstrip(" ") for form in PRESENTATION_FORMS}
    return {ord(form): letters for form, letters in mapped.items() if letters != form and " " not in letters}


LETTERS = _letters()


def compose(text: str) -> str:
    r"""Write letters with diacritics as one character where Unicode has one (NFC, UAX #15).

    >>> compose("Me\u0301decins")
    'Médecins'
    """
    return unicodedata.normalize("NFC", text)


def remove_trailing_spaces(text: str) -> str:
    r"""Remove spaces and tabs at line ends, so that a line of spaces is an empty one.

    >>> remove_trailing_spaces("The road \n \t\nis closed.")
    'The road\n\nis closed.'
    """
    if " \n" in text or "\t\n" in text:
        return "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return text.rstrip(" \t")


@dataclass(frozen=True)
class Step:
    """One way of cleaning.

    `about` says in a line what it does; `default` whether it is done unless switched off; `characters` are
    those without which it changes nothing, None where it may change any text.
    """

    function: Callable[[str], str]
    about: str
    default: bool = True
    characters: frozenset[str] | None = None


# In this order, until none changes anything: each step sees what the one before it left.
STEPS: dict[str, Step] = {
    "encoding": Step(mend_encoding, "undo text that was decoded by the wrong encoding (Ã© -> é)"),
    "terminal escapes": Step(
        remove_terminal_escapes, "remove commands to a terminal, such as colors", characters=frozenset("\x1b")
    ),
    "byte order marks": Step(
        remove_byte_order_marks, "remove byte order marks, at the start and within", characters=frozenset("\ufeff")
    ),
    "line ends": Step(unify_line_ends, "write every line end as a line feed", characters=LINE_MARKS),
    "page breaks": Step(break_pages, "write form feeds as an empty line", characters=frozenset("\f")),
    "control characters": Step(remove_controls, "remove control characters but tabs", characters=CONTROLS),
    "soft hyphens": Step(
        remove_soft_hyphens, "remove soft hyphens, and join words that they break", characters=frozenset("\xad")
    ),
    "zero-width marks": Step(
        remove_zero_width_marks,
        "remove marks without width, where they shape no letters",
        characters=INVISIBLE | TAGS | {WORD_SPACE, NON_JOINER, JOINER},
    ),
    "direction marks": Step(
        remove_direction_marks, "remove marks and overrides of writing direction", characters=DIRECTION_MARKS
    ),
    "spaces": Step(plain_spaces, "write no-break, thin and ideographic spaces as plain ones", characters=SPACES),
    "ligatures": Step(
        split_ligatures, "split ligatures into their letters (ﬁ -> fi)", characters=frozenset(map(chr, LETTERS))
    ),
    "composition": Step(compose, "write letters with diacritics as one character (NFC)"),
    "trailing spaces": Step(remove_trailing_spaces, "remove spaces at line ends"),
    "hard wraps": Step(join_wrapped_lines, "join the lines of paragraphs wrapped at a fixed width"),
}
DEFAULT_STEPS = tuple(name for name, step in STEPS.items() if step.default)


def clean(text: str, steps: Collection[str] = DEFAULT_STEPS) -> tuple[str, dict[str, int]]:
    r"""Clean a text and count what each step changed.

    A step's count is the number of characters that stood in the text before it and no longer do: of each
    character, how many fewer there are; at least 1 for a step that changed anything, as its order. It is summed
    over rounds: the steps are repeated until none changes anything, as a late one may bring together
    what an early one mends. White space around the whole text goes, and is not counted.

    Parameters
    ----------
    text : str
        The text as it was decoded.
    steps : collection of str
        Which of `STEPS` to take. They are taken in the order of `STEPS`.

    Returns
    -------
    (str, dict of str to int)
        The clean text; step -> characters changed, of the steps that changed something.

    Raises
    ------
    ValueError
        There is no such step.

    >>> clean("It\x92s the of\ufb01ce.\r\nIt is closed.\r\n")
    ('It’s the office.\nIt is closed.', {'encoding': 1, 'line ends': 1, 'ligatures': 1})
    """
    _require_steps(steps)
    chosen = {name: step for name, step in STEPS.items() if name in steps}
    counts: Counter[str] = Counter()
    for _ in range(MOST_ROUNDS):
        before = text
        present = _unusual(text)
        for name, step in chosen.items():
            if step.characters is not None and step.characters.isdisjoint(present):
                continue
            cleaned = step.function(text)
            if cleaned != text:
                counts[name] += _characters_changed(text.strip(), cleaned.strip())
                text, present = cleaned, _unusual(cleaned)
        text = text.strip()
        if text == before:
            break
    return text, {name: counts[name] for name in STEPS if counts[name]}


def choose_steps(skip: Collection[str] = (), add: Collection[str] = ()) -> tuple[str, ...]:
    """Return the steps taken by default, without some and with others.

    Raises
    ------
    ValueError
        There is no such step.

    >>> "ligatures" in choose_steps(skip=["ligatures"])
    False
    """
    _require_steps([*skip, *add])
    return tuple(name for name in STEPS if (name in DEFAULT_STEPS or name in add) and name not in skip)


def _require_steps(names: Collection[str]) -> None:
    if isinstance(names, str):
        raise ValueError(f"steps are a list of names, not {names!r}: write [{names!r}]")
    for name in names:
        if name not in STEPS:
            near = difflib.get_close_matches(str(name), STEPS, n=1)
            meant = f" Did you mean {near[0]}?" if near else ""
            raise ValueError(f"there is no cleaning step {name!r}.{meant} Allowed: {', '.join(STEPS)}.")


def _unusual(text: str) -> set[str]:
    """Return the characters beyond printable ASCII, tab and line feed; quickly, as most texts have few."""
    return set(text.encode("utf-8", "surrogatepass").translate(None, USUAL).decode("utf-8", "surrogatepass"))


def _characters_changed(before: str, after: str) -> int:
    return 0 if before == after else max(1, (Counter(before) - Counter(after)).total())
