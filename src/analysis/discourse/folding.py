"""Text -> a plain form in which names are looked up, with the way back to every character."""

import regex

# Runs of white space count as one space, an empty line as a border, and what no reader sees as nothing: soft
# hyphens, zero-width and direction marks, byte order marks.
JOINING = "\u00ad\u061c\u200c-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
INVISIBLE = regex.compile(f"[\u200b{JOINING}]+")
SPECIAL = regex.compile(rf"\s(?:[\s\u200b{JOINING}]*\s)?|[^\x00-\x7f]")
PLAIN = dict.fromkeys("’‘ʼ‛", "'") | dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‐‑", "-")


def fold_with_index(text: str) -> tuple[str, list[int]]:
    """Fold case, white space, apostrophes, quotation marks, hyphens and invisible marks.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    (str, list of int)
        The folded text, and for each of its characters the place in `text` that it comes from.

    >>> fold_with_index("The\\n UN’s")
    ("the un's", [0, 1, 2, 3, 5, 6, 7, 8])
    """
    parts: list[str] = []
    index: list[int] = []
    done = 0
    for match in SPECIAL.finditer(text):
        start, end = match.span()
        parts.append(text[done:start].lower())
        index.extend(range(done, start))
        folded = _fold_special(match[0])
        parts.append(folded)
        index.extend([start] * len(folded))
        done = end
    parts.append(text[done:].lower())
    index.extend(range(done, len(text)))
    return "".join(parts), index


def remove_invisible(text: str) -> str:
    """Remove soft hyphens, zero-width and direction marks, and byte order marks.

    >>> remove_invisible("O\u00adSCE")
    'OSCE'
    """
    return INVISIBLE.sub("", text)


def _fold_special(piece: str) -> str:
    piece = remove_invisible(piece)
    if piece.isspace():
        return "\n" if piece.count("\n") > 1 else " "
    return PLAIN.get(piece, piece.casefold())
