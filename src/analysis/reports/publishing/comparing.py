"""Two pages -> which sentences, numbers, images and links differ, and where they stand."""

import base64
import binascii
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

import numpy as np
from PIL import Image

from analysis.reports.publishing.page_parts import FOOTER, IMAGE, LINK, ROW, Part, page_parts

MOST_COMPARED = 4_000_000  # pairs of pieces; beyond, piece by piece in their order
MOST_PIXELS = 40_000_000
WIDTH = 80
BEFORE = 24
Place = tuple[str, str]  # the heading, and the figure or table below it
PNG = "data:image/png;base64,"


@dataclass(frozen=True)
class Difference:
    """A piece that two pages have otherwise.

    Attributes
    ----------
    section : str
        The heading above it.
    place : str
        The figure or table, as "Table 2"; empty for none.
    what : str
        Which part of it: a row and a column, the image; empty for a sentence.
    old, new : str
        What the first and the second page say, in short; empty where one says nothing.
    """

    section: str
    place: str
    what: str
    old: str
    new: str

    def __str__(self) -> str:
        """Say it in a line."""
        where = ", ".join(filter(None, [self.section, self.place, self.what]))
        if not self.old or not self.new:
            said = f"only in the new one: {self.new}" if self.new else f"no longer there: {self.old}"
        else:
            said = f"{self.old} → {self.new}"
        return f"{where}: {said}" if where else said


def compare(old: bytes, new: bytes, *, footer: bool = True) -> list[Difference]:
    """Compare what two pages show.

    Parameters
    ----------
    old, new : bytes
        Pages of HTML.
    footer : bool
        Whether their footers are compared too.

    Returns
    -------
    list of Difference
        In the order of the pages; styles and markup that show nothing are not compared.

    >>> [str(found) for found in compare(b"<h2>Who</h2><p>3 documents", b"<h2>Who</h2><p>4 documents")]
    ['Who: 3 documents → 4 documents']
    """
    before, after = _by_place(page_parts(old)), _by_place(page_parts(new))
    return [
        found
        for one, two in _paired_places(list(before), list(after))
        if footer or FOOTER not in (one or two)
        for found in _differences(before.get(one, []), after.get(two, []))
    ]


def _paired_places(old: list[Place], new: list[Place]) -> Iterator[tuple[Place | None, Place | None]]:
    """Pair the places that stand for each other: of one name, or where one was renamed, between two of one name."""
    if len(old) * len(new) > MOST_COMPARED:
        yield from ((place, place) for place in dict.fromkeys([*old, *new]))
        return
    for _, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield from zip_longest(old[i:j], new[k:m])


def _by_place(parts: Iterable[Part]) -> dict[Place, list[Part]]:
    places: dict[Place, list[Part]] = {}
    for part in parts:
        places.setdefault((part.section, part.place), []).append(part)
    return places


def _differences(old: list[Part], new: list[Part]) -> Iterator[Difference]:
    for before, after in _pairs(old, new):
        if before is None or after is None or before.kind != after.kind:
            yield from _one_sided(before, after)
        elif before.kind == ROW:
            yield from _cells(before, after)
        elif before.key != after.key:
            yield _of(before, _what(before), *_told(before, after))


def _pairs(old: list[Part], new: list[Part]) -> Iterator[tuple[Part | None, Part | None]]:
    """Pair the pieces that stand for each other; those that are equal are passed over."""
    if len(old) * len(new) > MOST_COMPARED:
        yield from (
            (one, two) for one, two in zip_longest(old, new) if one is None or two is None or one.key != two.key
        )
        return
    matcher = SequenceMatcher(None, [part.key for part in old], [part.key for part in new], autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield from zip_longest(old[i:j], new[k:m])


def _one_sided(before: Part | None, after: Part | None) -> Iterator[Difference]:
    if before:
        yield _of(before, _what(before), _short(before), "")
    if after:
        yield _of(after, _what(after), "", _short(after))


def _of(part: Part, what: str, old: str, new: str) -> Difference:
    return Difference(_cut(part.section), part.place, what, old, new)


def _what(part: Part) -> str:
    if part.kind == LINK and part.content[0].startswith("data:"):
        return "the CSV"
    return {IMAGE: "the image", LINK: "a link", ROW: "a row"}.get(part.kind, "")


def _cells(before: Part, after: Part) -> Iterator[Difference]:
    if len(before.content) != len(after.content) or before.content[0] != after.content[0]:
        yield _of(before, "a row", _short(before), _short(after))
        return
    names = after.columns or [f"column {number}" for number in range(1, len(after.content) + 1)]
    for name, old, new in zip(names, before.content, after.content, strict=True):
        if old != new:
            yield _of(before, f"row {_cut(after.content[0], 40)}, {_cut(name, 40)}", *_apart(old, new))


def _told(before: Part, after: Part) -> tuple[str, str]:
    if before.kind == IMAGE:
        return _pixels(before.content[0], after.content[0])
    if before.kind == LINK and any(part.content[0].startswith("data:") for part in (before, after)):
        return "its rows", "other rows"
    return _apart(before.content[0], after.content[0])


def _short(part: Part) -> str:
    if part.kind == IMAGE or part.content[0].startswith("data:"):
        return "an image" if part.kind == IMAGE else "its rows"
    return _cut(" | ".join(part.content))


def _apart(old: str, new: str) -> tuple[str, str]:
    """Cut two texts to where they begin to differ."""
    same = next((n for n, (one, two) in enumerate(zip(old, new, strict=False)) if one != two), min(len(old), len(new)))
    begin = same - BEFORE if max(len(old), len(new)) > WIDTH and same > BEFORE else 0
    return tuple(("…" if begin else "") + _cut(text[begin:]) or "nothing" for text in (old, new))


def _cut(text: str, width: int = WIDTH) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _pixels(old: str, new: str) -> tuple[str, str]:
    """Say how many pixels of two images differ."""
    before, after = _image(old), _image(new)
    if before is None or after is None:
        return ("an image" if before is not None else "no image that can be read"), "another image"
    if before.shape != after.shape:
        return tuple(f"{image.shape[1]:,} × {image.shape[0]:,} pixels" for image in (before, after))
    differ = int((before != after).any(axis=2).sum())
    every = before.shape[0] * before.shape[1]
    return f"{every:,} pixels", f"{differ:,} of them differ" if differ else "the same pixels, written otherwise"


def _image(source: str) -> np.ndarray | None:
    if not source.startswith(PNG):
        return None
    try:
        with Image.open(io.BytesIO(base64.b64decode(source.removeprefix(PNG))), formats=["PNG"]) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            return np.asarray(image.convert("RGBA"))
    except (binascii.Error, ValueError, OSError, SyntaxError, Image.DecompressionBombError):
        return None
