"""What `analysis.text.tokenize` must find, written for reading and not for speed.

It walks a text character by character and shares nothing with the package.
"""

import unicodedata

import pandas as pd

WHOLE = ("urls", "handles", "tags")
APOSTROPHES, HYPHENS = "'’ʼ‘", "-‐‑"
INVISIBLE = "\u00ad\u200c\u200d"
ARMENIAN_MARKS = "՛՜՞"
URL_BEGINNINGS = ("http://", "https://", "ftp://", "www.")
QUOTES = '"“”„«»‹›「」『』'
URL_ENDS = QUOTES + "<>`|\\^{}" + "、。，！？；：（）【】《》" + "()[]"
NOT_LAST_IN_URL = ".,;:!?'’…։՝،؛؟।॥۔"
CLOSING = {"(": ")", "[": "]"}

FIELDS = ("ids", "starts", "ends", "offsets", "doc_ids", "vocabulary")

Found = tuple[int, int, str]


def slow_tokens(text: str, whole: tuple[str, ...] = WHOLE) -> list[Found]:
    """Return where each token starts and ends, and its term."""
    found, here = [], 0
    while here < len(text):
        end = end_of_token(text, here, whole)
        if end > here:
            found.append((here, end, slow_fold(text[here:end])))
        here = max(end, here + 1)
    return found


def slow_fold(surface: str) -> str:
    plain = "".join(character for character in surface.casefold() if character not in "\u00ad" + ARMENIAN_MARKS)
    for apostrophe in APOSTROPHES:
        plain = plain.replace(apostrophe, "'")
    for hyphen in HYPHENS:
        plain = plain.replace(hyphen, "-")
    return plain


def end_of_token(text: str, start: int, whole: tuple[str, ...]) -> int:
    """Return where the token that begins here ends: here, if none begins."""
    end = start
    if "urls" in whole:
        end = end_of_url(text, start)
    if end == start and "handles" in whole and text[start] == "@":
        end = end_of_name(text, start)
    if end == start and "tags" in whole and text[start] == "#":
        end = end_of_name(text, start)
        if not any(is_in(character, "L") for character in text[start:end]):
            end = start
    return end if end > start else end_of_word(text, start)


def end_of_word(text: str, start: int) -> int:
    if not is_in(text[start], "LN"):
        return start
    here = start + 1
    while here < len(text):
        before, after = text[here - 1], text[here + 1 : here + 2]
        if is_inner(text[here]):
            here += 1
        elif (text[here] in APOSTROPHES + HYPHENS and after and is_in(after, "LN")) or (
            text[here] in ".," and is_in(before, "N") and after and is_in(after, "N")
        ):
            here += 2
        else:
            break
    return here


def joins(before: str, character: str, after: str) -> bool:
    if character in ".,":
        return is_in(before, "N") and is_in(after, "N")
    return character in APOSTROPHES + HYPHENS and is_in(after, "LN")


def end_of_name(text: str, start: int) -> int:
    """Return where the handle or tag whose sign stands here ends."""
    before, first = text[start - 1 : start], text[start + 1 : start + 2]
    if before and (is_inner(before) or before in "_@#&"):
        return start
    if not first or not (is_in(first, "LN") or first == "_"):
        return start
    here = start + 2
    while here < len(text) and (is_inner(text[here]) or text[here] == "_"):
        here += 1
    return here


def end_of_url(text: str, start: int) -> int:
    beginning = next((b for b in URL_BEGINNINGS if as_ascii_lower(text[start : start + len(b)]) == b), None)
    if beginning is None:
        return start
    here = start + len(beginning)
    if here >= len(text) or not is_in(text[here], "LN"):
        return start
    while here < len(text):
        if text[here] in CLOSING:
            closing = end_of_bracket(text, here)
            if closing == here:
                break
            here = closing
        elif ends_url(text[here]):
            break
        else:
            here += 1
    while text[here - 1] in NOT_LAST_IN_URL:
        here -= 1
    return here


def end_of_bracket(text: str, start: int) -> int:
    """Return what follows the bracket that opens here if it closes before anything ends the address, else here."""
    here = start + 1
    while here < len(text) and not ends_url(text[here]):
        here += 1
    return here + 1 if text[here : here + 1] == CLOSING[text[start]] else start


def ends_url(character: str) -> bool:
    is_control = unicodedata.category(character) == "Cc"
    return character.isspace() or is_in(character, "Z") or is_control or character in URL_ENDS


def is_inner(character: str) -> bool:
    return is_in(character, "LNM") or character in INVISIBLE + ARMENIAN_MARKS


def is_in(character: str, classes: str) -> bool:
    return unicodedata.category(character)[0] in classes


def as_ascii_lower(text: str) -> str:
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in text)


# ------------------------------------------------------------------------------------- documents


def corpus(texts: list[str | None]) -> pd.DataFrame:
    """Return documents named d0, d1, ... with these texts."""
    dtype = object if any(has_half_pairs(text) for text in texts if isinstance(text, str)) else str
    doc_ids = pd.Series([f"d{i}" for i in range(len(texts))], dtype=str)
    return pd.DataFrame({"doc_id": doc_ids, "text": pd.Series(texts, dtype=dtype)})


def has_half_pairs(text: str) -> bool:
    """Return whether a text has half a surrogate pair, which a pandas column of str cannot hold."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def oracle_tokens(texts: list[str | None], whole: tuple[str, ...] = WHOLE) -> dict[str, list]:
    """Return what the fields of Tokens should hold for `corpus(texts)`, as lists."""
    found = [slow_tokens(text, whole) if isinstance(text, str) else [] for text in texts]
    every = [token for tokens in found for token in tokens]
    vocabulary = sorted({term for _, _, term in every})
    numbers = {term: number for number, term in enumerate(vocabulary)}
    offsets = [0]
    for tokens in found:
        offsets.append(offsets[-1] + len(tokens))
    return {
        "ids": [numbers[term] for _, _, term in every],
        "starts": [start for start, _, _ in every],
        "ends": [end for _, end, _ in every],
        "offsets": offsets,
        "doc_ids": [f"d{i}" for i in range(len(texts))],
        "vocabulary": vocabulary,
    }


def as_lists(tokens) -> dict[str, list]:
    return {field: getattr(tokens, field).tolist() for field in FIELDS}


def assert_same(one, other) -> None:
    assert as_lists(one) == as_lists(other)
    assert [getattr(one, field).dtype for field in FIELDS] == [getattr(other, field).dtype for field in FIELDS]
