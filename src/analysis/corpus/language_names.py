"""What a user calls a language -> its ISO 639-1 code."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError

CODE = 2  # letters
THREE_LETTERS = {"eng": "en", "fra": "fr", "fre": "fr", "rus": "ru", "deu": "de", "ger": "de", "spa": "es"}


def language_code(given: str) -> str:
    """Return the code of a language that is given by its name, in English or in its own words.

    Parameters
    ----------
    given : str
        A code, as fr or fr-CA, or a name, as French or français.

    Returns
    -------
    str
        The code of a name that is known; else what was given.

    >>> language_code("French"), language_code("русский"), language_code("fr-CA"), language_code("xx")
    ('fr', 'ru', 'fr-CA', 'xx')
    """
    written = given.strip()
    if len(written) <= CODE or "-" in written or "_" in written:
        return written
    return THREE_LETTERS.get(written.lower(), _names().get(written.casefold(), written))


def is_language_code(given: str) -> bool:
    """Say whether a text is the code of a language that there is, with or without its country.

    >>> is_language_code("fr-CA"), is_language_code("xx")
    (True, False)
    """
    return given.replace("_", "-").partition("-")[0].lower() in Locale("en").languages


@lru_cache
def _names() -> dict[str, str]:
    """Return the codes of two letters by the names of their languages."""
    names = {}
    for code, name in Locale("en").languages.items():
        if len(code) == CODE:
            names[name.casefold()] = code
            try:
                own = Locale(code).get_display_name(code)
            except UnknownLocaleError:
                continue
            if own:
                names.setdefault(own.casefold(), code)
    return names
