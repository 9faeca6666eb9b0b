"""Documents -> sentences and tokens, each with its offsets into the text."""

from analysis.handing import hand_out

_HOMES = {
    **dict.fromkeys(("as_hits", "find"), "finding"),
    **dict.fromkeys(("Query", "parse_query"), "queries"),
    **dict.fromkeys(("in_sentences", "split_sentences", "token_sentences"), "sentences"),
    "stop_words": "stopwords",
    "tokenize": "tokenizing",
    **dict.fromkeys(("DocumentTerms", "Tokens"), "tokens"),
}

__all__ = [
    "DocumentTerms",
    "Query",
    "Tokens",
    "as_hits",
    "find",
    "in_sentences",
    "parse_query",
    "split_sentences",
    "stop_words",
    "token_sentences",
    "tokenize",
]

__getattr__, __dir__ = hand_out(__name__, _HOMES)
