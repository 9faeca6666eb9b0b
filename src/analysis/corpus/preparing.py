"""Raw texts -> texts as every later step sees them, with what can be told from a text alone."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from ftfy.fixes import fix_surrogates

from analysis.corpus.boilerplate import remove_lines
from analysis.corpus.cleaning import clean
from analysis.corpus.duplicates import fingerprint, shingles, signature
from analysis.corpus.languages import detect_language, dominant_script

BOILERPLATE = "boilerplate"


@dataclass(frozen=True)
class PreparedText:
    """A cleaned text.

    `changes` counts the characters that each cleaning step changed. `language` is the detected one, with
    its probability; `fingerprint` and `signature` (128 values) tell whether another text is the same, or
    nearly.
    """

    text: str
    changes: dict[str, int]
    language: str
    probability: float
    script: str
    fingerprint: str
    signature: np.ndarray


def prepare(text: str, steps: Collection[str], unwanted: Collection[str] = ()) -> PreparedText:
    """Clean a text, and tell its language, its script, and what it is compared with others by.

    Parameters
    ----------
    text : str
        As it was decoded.
    steps : collection of str
        The cleaning steps, as `cleaning.clean` takes them.
    unwanted : collection of str
        Lines that a reviewer has marked as boilerplate of the text's source.

    >>> from analysis.corpus.cleaning import DEFAULT_STEPS
    >>> prepared = prepare("The road is closed, as it was in the winter.\\r\\n", DEFAULT_STEPS)
    >>> prepared.text, prepared.script, prepared.language
    ('The road is closed, as it was in the winter.', 'Latin', 'en')
    """
    cleaned, changes = clean(text, steps)
    cleaned = fix_surrogates(cleaned)  # whatever the steps: no table can hold half a character
    if unwanted and (kept := remove_lines(cleaned, unwanted)) != cleaned:
        changes = changes | {BOILERPLATE: len(cleaned) - len(kept)}
        cleaned = kept
    language, probability = detect_language(cleaned)
    return PreparedText(
        cleaned,
        changes,
        language,
        probability,
        dominant_script(cleaned),
        fingerprint(cleaned),
        signature(shingles(cleaned)),
    )
