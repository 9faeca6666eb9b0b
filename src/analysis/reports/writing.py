"""Values as the words and numbers that a person reads, and nothing in them that harms a page."""

import re

import pandas as pd
from markupsafe import Markup

LONGEST_NAME = 300  # characters of a group's, an organization's or a speaker's name in a caption or a cell
LONGEST_TEXT = 2_000  # of a caption, a note or an alternative text
SHARES = ("share", "share_low", "share_high", "others")
DATE_FORMATS = {"month": "%Y-%m", "year": "%Y"}
# What turns the direction of writing beyond its own text, and what no file in UTF-8 or no page can hold.
UNSHOWABLE = dict.fromkeys(
    [
        *(code for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r\v\f"),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
        *range(0xFDD0, 0xFDF0),
        *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
    ],
    "\ufffd",
) | dict.fromkeys(map(ord, "\r\v\f"), " ")
HAS_UNSHOWABLE = re.compile(f"[{''.join(map(re.escape, map(chr, UNSHOWABLE)))}]")


def showable(value: object) -> object:
    r"""Return a text with a sign for every character that cannot be seen and changes what can; all else as it is.

    Such are control characters, of which terminals and files are afraid, and those that turn the direction of
    writing for whatever stands behind them.

    Parameters
    ----------
    value : object
        Only text is changed, and no markup of our own.

    >>> showable("a\x1b[31mb \u202egpj.exe"), showable(3)
    ('a�[31mb �gpj.exe', 3)
    """
    if not isinstance(value, str) or isinstance(value, Markup) or not HAS_UNSHOWABLE.search(value):
        return value
    return value.translate(UNSHOWABLE)


def cut(text: object, longest: int = LONGEST_NAME) -> str:
    """Return at most so many characters of a text, with an ellipsis where some are left out.

    >>> cut("Human Rights Watch", 12)
    'Human Right…'
    """
    written = str(text)
    return written if len(written) <= longest else written[: longest - 1].rstrip() + "…"


def cell(value: object, column: str = "") -> str:
    """Write one value for people: thousands with commas, shares in percent, days as dates, nothing for nothing.

    >>> cell(12345), cell(0.1234, "share"), cell(pd.Timestamp("2023-02-22")), cell(None)
    ('12,345', '12%', '2023-02-22', '')
    """
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:{DATE_FORMATS.get(column, '%Y-%m-%d')}}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column in SHARES and isinstance(value, float):
        return percent(value)
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() or abs(value) >= 999.5 else f"{value:,.3g}"
    return f"{value:,}" if isinstance(value, int) or hasattr(value, "bit_count") else str(value)


def percent(share: float) -> str:
    """Write a share in percent; one near none or all keeps a digit behind the point.

    >>> percent(0.256), percent(0.004), percent(0.997)
    ('26%', '0.4%', '99.7%')
    """
    return f"{share * 100:.1f}%" if 0 < share < 0.01 or 0.99 < share < 1 else f"{share * 100:.0f}%"


def label(name: object, column: str = "") -> str:
    """Write a column's name for people, or a group's, of the column that it is a value of; no more than 300 characters.

    >>> label("per_million"), label(pd.Timestamp("2023-02-01"), "month"), label(2023.0)
    ('per million', '2023-02', '2023')
    """
    if isinstance(name, pd.Timestamp):
        return cell(name, column)
    if isinstance(name, float) and name.is_integer():
        return f"{name:.0f}"
    return cut(name) if column else cut(name).replace("_", " ")
