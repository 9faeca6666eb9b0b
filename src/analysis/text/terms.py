"""The term that a token, or a word that a user gives, counts as."""

PLAIN = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-"} | dict.fromkeys("\u00ad\u055b\u055c\u055e"))


def fold(surface: str) -> str:
    """Return the term that a token counts as: case-folded, with plain apostrophes and hyphens.

    Case folding is Unicode's (str.casefold), so ß counts as ss and a final sigma as sigma.

    >>> fold("ARMENIA’S"), fold("Straße")
    ("armenia's", 'strasse')
    """
    return surface.lower() if surface.isascii() else surface.casefold().translate(PLAIN)
