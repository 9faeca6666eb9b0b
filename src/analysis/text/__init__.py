"""Documents -> sentences and tokens, each with its offsets into the text."""

from importlib import import_module
from typing import Any

# Each is imported when it is first used, so that nobody waits for what he does not use.
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


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"analysis.text.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'analysis.text' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
