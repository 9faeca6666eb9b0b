"""Texts as they arrive -> texts as every later step sees them, with the names of what was mended."""

import unicodedata
from collections.abc import Callable

import regex
from ftfy import TextFixerConfig, fix_text
from ftfy.fixes import remove_control_chars

MOJIBAKE = TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=True,
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
LINE_ENDS = regex.compile(r"\r\n?|[\u2028\u2029]")
MOST_ROUNDS = 10
PAGE_BREAKS = regex.compile(r"[\f\v]")


def remove_byte_order_marks(text: str) -> str:
    """Remove byte order marks left in the text.

    >>> remove_byte_order_marks("\\ufeffMay I begin")
    'May I begin'
    """
    return text.replace("\ufeff", "")


def mend_encoding(text: str) -> str:
    """Undo text that was encoded in one way and decoded in another (ftfy's heuristics).

    >>> mend_encoding("MÃ©decins Sans FrontiÃ¨res")
    'Médecins Sans Frontières'
    """
    return fix_text(text, MOJIBAKE)


def unify_line_ends(text: str) -> str:
    r"""Write every line end as a line feed, and every page break as an empty line.

    >>> unify_line_ends("one\r\ntwo\rthree\fpage two")
    'one\ntwo\nthree\n\npage two'
    """
    return PAGE_BREAKS.sub("\n\n", LINE_ENDS.sub("\n", text))


def remove_controls(text: str) -> str:
    r"""Remove control characters that no reader sees; tabs and line feeds stay.

    >>> remove_controls("a\x00b\x07c\td")
    'abc\td'
    """
    return remove_control_chars(text)


def compose(text: str) -> str:
    r"""Write letters with diacritics as one character where Unicode has one (NFC, UAX #15).

    >>> compose("Me\u0301decins")
    'Médecins'
    """
    return unicodedata.normalize("NFC", text)


# In this order, until none changes anything: each step sees what the one before it left.
STEPS: dict[str, Callable[[str], str]] = {
    "encoding": mend_encoding,
    "byte order mark": remove_byte_order_marks,
    "line ends": unify_line_ends,
    "control characters": remove_controls,
    "composition": compose,
}


def repair(text: str) -> tuple[str, str]:
    r"""Mend a text and name the steps that changed it.

    Parameters
    ----------
    text : str
        The text as it was decoded.

    Returns
    -------
    (str, str)
        The repaired text, and the names of the steps that changed something, joined by "; ".

    >>> repair("It\x92s closed.\r\n")
    ('It’s closed.', 'encoding; line ends')
    """
    changed: set[str] = set()
    for _ in range(MOST_ROUNDS):  # a late step may bring together what an early one mends
        now = set()
        for name, step in STEPS.items():
            mended = step(text)
            if mended != text:
                now.add(name)
            text = mended
        text = text.strip()
        changed |= now
        if not now:
            break
    return text, "; ".join(name for name in STEPS if name in changed)
