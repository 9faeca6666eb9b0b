"""Documents -> sentences and tokens, each with its offsets into the text."""

from analysis.text.sentences import in_sentences, split_sentences
from analysis.text.stopwords import stop_words
from analysis.text.tokens import Tokens, tokenize

__all__ = ["Tokens", "in_sentences", "split_sentences", "stop_words", "tokenize"]
