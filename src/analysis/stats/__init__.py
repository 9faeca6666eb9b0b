"""Tokens -> tables of counts and measures, with their uncertainty."""

from importlib import import_module
from typing import Any

# Each is imported when it is first used, so that nobody waits for what he does not use.
_HOMES = {
    "adjust": "adjusting",
    "change_points": "breaks",
    **dict.fromkeys(("lexical_bundles", "ngram_frequencies"), "bundles"),
    **dict.fromkeys(("trends", "undated_documents"), "change"),
    **dict.fromkeys(("collocation_hits", "collocations"), "collocates"),
    **dict.fromkeys(("Concordance", "kwic"), "concordance"),
    **dict.fromkeys(("dictionary_counts", "dictionary_hits"), "dictionaries"),
    **dict.fromkeys(("Dictionary", "dictionary", "load_dictionary", "shipped_dictionaries"), "dictionary_files"),
    "lexical_diversity": "diversity",
    "expressions": "word_sequences",
    "frequencies": "frequency",
    **dict.fromkeys(("keyness", "keyness_by"), "keywords"),
    "similarity": "likeness",
    "readability": "reading_ease",
    **dict.fromkeys(("reuse_counts", "text_reuse"), "reuse"),
    **dict.fromkeys(("dispersion", "dispersion_places"), "spread"),
    "tf_idf": "weights",
}

__all__ = [
    "Concordance",
    "Dictionary",
    "adjust",
    "change_points",
    "collocation_hits",
    "collocations",
    "dictionary",
    "dictionary_counts",
    "dictionary_hits",
    "dispersion",
    "dispersion_places",
    "expressions",
    "frequencies",
    "keyness",
    "keyness_by",
    "kwic",
    "lexical_bundles",
    "lexical_diversity",
    "load_dictionary",
    "ngram_frequencies",
    "readability",
    "reuse_counts",
    "shipped_dictionaries",
    "similarity",
    "text_reuse",
    "tf_idf",
    "trends",
    "undated_documents",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"analysis.stats.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'analysis.stats' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
