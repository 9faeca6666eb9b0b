"""Names of months and weekdays in many languages, as Unicode's CLDR has them."""

import unicodedata
from functools import cache

# Croatian is left out: its listopad is October, the Polish and Czech one November.
LOCALES = (
    *("en", "en_GB", "fr", "es", "ca", "pt", "it", "ro", "de", "de_AT", "nl", "da", "nb", "sv", "fi", "et"),
    *("lv", "lt", "pl", "cs", "sk", "hu", "sq", "el", "ru", "uk", "be", "bg", "mk", "sr", "sr_Latn", "hy"),
    *("ka", "az", "az_Cyrl", "tr", "kk", "ky", "uz", "ar", "ar_SY", "ar_DZ", "ar_MA", "fa", "he"),
)
# Spoken forms that CLDR lacks: Georgian cases, old German, Arabic of the Levant without its first word.
MORE_MONTHS = {
    "იანვრის": 1,
    "თებერვლის": 2,
    "მარტის": 3,
    "აპრილის": 4,
    "მაისის": 5,
    "ივნისის": 6,
    "ივლისის": 7,
    "აგვისტოს": 8,
    "სექტემბრის": 9,
    "ოქტომბრის": 10,
    "ნოემბრის": 11,
    "დეკემბრის": 12,
    "feber": 2,
}


def fold(name: str) -> str:
    """Write a name without case and marks, as it may stand in capitals or be typed without accents.

    >>> fold("AĞUSTOS"), fold("Février"), fold("kasım")
    ('agustos', 'fevrier', 'kasim')
    """
    plain = unicodedata.normalize("NFKC", name).casefold().replace("ı", "i")
    letters = (sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))
    return "".join(letters).strip(". ")


def month_number(name: str) -> int:
    """Return the month, from 1, that a name or its abbreviation means in any of the languages; 0 for none.

    >>> month_number("Feb."), month_number("февраля"), month_number("փետրվարի"), month_number("Winter")
    (2, 2, 2, 0)
    """
    folded = fold(name)
    known = _months()
    if folded not in known and folded.startswith("ב"):  # Hebrew writes "in" and the month as one word
        folded = folded[1:]
    return known.get(folded, 0)


def is_weekday(name: str) -> bool:
    """Say whether a name or abbreviation means a day of the week in any of the languages.

    >>> is_weekday("Wed"), is_weekday("среда"), is_weekday("may")
    (True, True, False)
    """
    return fold(name) in _weekdays()


@cache
def _months() -> dict[str, int]:
    """Return folded names; those that mean two months are left out."""
    meanings: dict[str, set[int]] = {}
    for locale in LOCALES:
        for number, name in _names(locale, "months"):
            meanings.setdefault(name.removeprefix("de ").removeprefix("d'"), set()).add(number)
    return {fold(name): number for name, number in MORE_MONTHS.items()} | {
        name: number for name, (number, *others) in meanings.items() if not others
    }


@cache
def _weekdays() -> frozenset[str]:
    return frozenset(name for locale in LOCALES for _, name in _names(locale, "days"))


def _names(locale: str, kind: str) -> list[tuple[int, str]]:
    from babel import Locale  # a fifth of a second with all its tables

    tables = getattr(Locale.parse(locale), kind)
    return [
        (number, fold(name))
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in tables[context][width].items()
    ]
