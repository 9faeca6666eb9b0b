"""Tokens -> tables of counts and measures, with their uncertainty."""

from analysis.handing import hand_out

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

__getattr__, __dir__ = hand_out(__name__, _HOMES)
