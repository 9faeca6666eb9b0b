"""Terms -> stems and lemmas, by the libraries that know how."""

import numpy as np

from analysis.choices import choose

# What lemmas and stop words name by a code, Snowball names in English.
CODES = {
    **{"ar": "arabic", "da": "danish", "nl": "dutch", "en": "english", "fi": "finnish", "fr": "french"},
    **{"de": "german", "hu": "hungarian", "it": "italian", "no": "norwegian", "pt": "portuguese"},
    **{"ro": "romanian", "ru": "russian", "es": "spanish", "sv": "swedish"},
}


def stems(vocabulary: np.ndarray, language: str) -> np.ndarray:
    """Return the stem of each term, by nltk's Snowball stemmers (Porter 2001).

    Parameters
    ----------
    vocabulary : object array, shape (terms,)
        The terms.
    language : str
        The English name of a language that Snowball knows, such as "english".

    Raises
    ------
    ValueError
        Snowball does not know the language.

    >>> stems(np.array(["demanded", "demands"], dtype=object), "english").tolist()
    ['demand', 'demand']
    """
    from nltk.stem.snowball import SnowballStemmer

    known = [name for name in SnowballStemmer.languages if name != "porter"]
    stemmer = SnowballStemmer(choose(language, known, "language to stem", CODES))
    # A stemmer may leave nothing of a word that consists of an ending.
    return np.array([stemmer.stem(term) or term for term in vocabulary], dtype=object)


def lemmas(vocabulary: np.ndarray, language: str) -> np.ndarray:
    """Return the lemma of each term by simplemma's dictionaries and rules, without regard to its context.

    Parameters
    ----------
    vocabulary : object array, shape (terms,)
        The terms.
    language : str
        ISO 639-1 code, such as "en".

    Raises
    ------
    ImportError
        simplemma is not installed.
    ValueError
        simplemma does not know the language.
    """
    try:
        import simplemma
        from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES
    except ImportError as error:
        raise ImportError("lemmas need simplemma: pip install 'discourse-analysis[lemma]'") from error
    choose(language, sorted(SUPPORTED_LANGUAGES), "language to lemmatize")
    return np.array([simplemma.lemmatize(term, lang=language).casefold() for term in vocabulary], dtype=object)
