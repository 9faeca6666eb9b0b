"""Documents -> statements: what is said in them, and who says it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.corpus.schemas import STATEMENTS, empty, typed
from analysis.discourse.first_person import with_authors
from analysis.discourse.speech.aliases import alias_key, collect_names
from analysis.discourse.speech.confidence import confidence_of
from analysis.discourse.speech.extraction import Revise, find_statements, read_paragraphs
from analysis.discourse.speech.joined import split_speakers
from analysis.discourse.speech.lists import Language, language_codes, read_language
from analysis.discourse.speech.name_rules import AS_WRITTEN, JOINED, joined_rules
from analysis.discourse.speech.parsed_statements import Reviser
from analysis.discourse.speech.parsing import PARSED, parse_documents
from analysis.discourse.speech.reading import Statement
from analysis.discourse.speech.resolving import Resolver
from analysis.discourse.speech.words import Words
from analysis.methods import named_in_methods
from analysis.text.tokenizing import texts_of

ENGLISH = "en"
NOWHERE = -1
HALF_PAIR = re.compile("[\ud800-\udfff]")  # of surrogates: no column of text holds one


@named_in_methods
def statements(
    documents: pd.DataFrame, gazetteer: pd.DataFrame | None = None, *, language: str | None = None, parse: bool = False
) -> pd.DataFrame:
    """Find every attributed statement, with its reporting expression and its speaker.

    Quotations are found by their marks, reported clauses by a lexicon of reporting verbs, speakers by the noun
    phrase before, after or within; names by their first full mention in the document, by the gazetteer and by the
    offices that the document gives to persons. I and we are whoever the column actor names. A speaker who cannot be
    told is left empty. Rules by hand, in the manner of Pouliquen, Steinberger and Best (2007); how often they are
    right is told in the README of the benchmarks.

    Parameters
    ----------
    documents : DataFrame
        With the columns doc_id (str) and text (str), and if known language (ISO 639-1 code) and actor (str).
    gazetteer : DataFrame, optional
        As `load_gazetteer` gives it: its aliases are resolved to the names of organizations.
    language : str, optional
        The language of all documents, whatever their column says; without both, English.
    parse : bool
        Whether subjects and reported clauses come from a parse, and rule says so; needs the extra `parse`. Only
        documents in English are parsed.

    Returns
    -------
    DataFrame
        One row a statement, by document and place, with the columns of `corpus.schemas.STATEMENTS`: what is said
        (content, start, end, kind), by which words (cue, verb, act, stance, negated, modal), by whom (speaker as
        written, speaker_name as resolved), to whom (addressee), and how it was found (rule, name_rule, confidence).
        Documents in a language without word lists have none.

    Raises
    ------
    ValueError
        There are no word lists of the language asked for, or it is to be parsed and is not English.
    ModuleNotFoundError
        The extra `parse` is asked for and not installed.

    >>> text = "Mayor Ana Ruiz said the road is open. “It is,” she added."
    >>> documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    >>> found = statements(documents)
    >>> found[["content", "speaker", "speaker_name", "kind"]].values.tolist()
    [['the road is open', 'Mayor Ana Ruiz', 'Ana Ruiz', 'indirect'], ['It is,', 'she', 'Ana Ruiz', 'direct']]
    """
    if language is not None:
        read_language(language)
    if parse and language not in (None, PARSED):
        raise ValueError(f"parse=True knows English ({PARSED!r}) only, not {language!r}: leave parse out.")
    aliases = _aliases(gazetteer)
    languages = _languages(documents, language)
    rows = [
        row
        for doc_id, text, code, paragraphs, revise in _read(documents, languages, parse)
        for row in _rows(doc_id, text, read_language(code), aliases, paragraphs, revise)
    ]
    return with_authors(typed(pd.DataFrame(rows), STATEMENTS), documents) if rows else empty(STATEMENTS)


def _languages(documents: pd.DataFrame, language: str | None) -> list[str]:
    """Return the language of each document; nothing where there are no word lists of it."""
    if language is not None:
        return [language] * len(documents)
    if "language" not in documents:
        return [ENGLISH] * len(documents)
    known = set(language_codes())
    given = documents["language"].fillna(ENGLISH)
    return [code if code in known else "" for code in given.replace("", ENGLISH)]


def _aliases(gazetteer: pd.DataFrame | None) -> dict[str, str]:
    """Return the organization of each alias, in lower case."""
    if gazetteer is None or gazetteer.empty:
        return {}
    usable = gazetteer[gazetteer["ambiguous"] != "never"] if "ambiguous" in gazetteer else gazetteer
    names = [*zip(usable["alias"], usable["organization"], strict=True)]
    names += [(name, name) for name in usable["organization"].unique()]
    found: dict[str, str] = {}
    for alias, organization in names:
        found.setdefault(alias_key(alias).removeprefix("the "), organization)
    return found


def _read(
    documents: pd.DataFrame, languages: list[str], parse: bool
) -> Iterator[tuple[str, str, str, list[Words], Revise | None]]:
    """Read the paragraphs of each document, and parse those in English if that is asked for."""
    texts = (HALF_PAIR.sub("\ufffd", text) for text in texts_of(documents))
    wanted = zip(documents["doc_id"], texts, languages, strict=True)
    given = ((entry, read_paragraphs(entry[1], read_language(entry[2]))) for entry in wanted if entry[1] and entry[2])
    if not parse:
        yield from ((*entry, paragraphs, None) for entry, paragraphs in given)
        return
    for entry, paragraphs, trees in parse_documents(given):
        yield *entry, paragraphs, Reviser(trees).revise


def _rows(
    doc_id: str,
    text: str,
    language: Language,
    aliases: Mapping[str, str],
    paragraphs: list[Words],
    revise: Revise | None,
) -> Iterator[dict[str, Any]]:
    names = collect_names(paragraphs, language, aliases)
    found = find_statements(paragraphs, language, names, revise)
    resolver = Resolver(names, language, aliases)
    done: set[tuple[int, int]] = set()
    for statement in found:
        row = _content(text, statement)
        if row["start"] >= row["end"] or (row["start"], row["end"]) in done:
            continue
        done.add((row["start"], row["end"]))
        row |= _cue(statement) | _speaker(statement, resolver, language) | _addressee(statement)
        row["doc_id"], row["statement_id"] = doc_id, f"{doc_id}:{row['start']}-{row['end']}"
        row["rule"] = statement.rule if row["speaker"] else "no speaker"
        row["confidence"] = confidence_of(row["rule"], row["kind"])
        yield row


def _content(text: str, statement: Statement) -> dict[str, Any]:
    words, (first, last) = statement.words, statement.content
    start, end = words.starts[first], statement.end
    quoted = [words.quotation[place] >= 0 for place in range(first, last)]
    kind = "indirect"
    if any(quoted):
        others = [place for place in range(first, last) if not quoted[place - first]]
        kind = "mixed" if any(words.lower[place][0].isalnum() for place in others) else "direct"
    if kind == "direct" and sum(quoted) == 1:
        quotation = words.passage.quotations[words.quotation[first + quoted.index(True)]]
        start, end = quotation.first, statement.until or quotation.last
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return {"kind": kind, "start": start, "end": end, "content": text[start:end]}


def _cue(statement: Statement) -> dict[str, Any]:
    cue, words = statement.cue, statement.cue_words or statement.words
    if cue is None:
        nothing = dict.fromkeys(("cue", "verb", "act", "stance", "modal"), "")
        return nothing | {"cue_start": NOWHERE, "cue_end": NOWHERE, "negated": False}
    return {
        "cue": words.surface(cue.first, cue.last),
        "cue_start": words.starts[cue.first],
        "cue_end": words.ends[cue.last - 1],
        "verb": cue.verb.verb,
        "act": cue.verb.act,
        "stance": cue.verb.stance,
        "negated": cue.negated,
        "modal": cue.modal,
    }


def _speaker(statement: Statement, resolver: Resolver, language: Language) -> dict[str, Any]:
    if statement.speaker is None:
        nothing = dict.fromkeys(("speaker", "speaker_spans", "speaker_name", "name_rule"), "")
        return nothing | {"speaker_start": NOWHERE, "speaker_end": NOWHERE}
    words, (first, last) = statement.speaker_words or statement.words, statement.speaker
    parts = split_speakers(words, (first, last), language)
    resolved = [resolver.resolve(words, part, statement.paragraph) for part in parts]
    if any(name for name, _ in resolved):
        # So that each of several speakers has a name, one that is not resolved goes by its mention.
        written = [words.surface(*part) for part in parts]
        resolver.unnamed.update(mention for mention, (name, _) in zip(written, resolved, strict=True) if not name)
        resolved = [
            (name, rule) if name else (mention, AS_WRITTEN)
            for mention, (name, rule) in zip(written, resolved, strict=True)
        ]
    joined = JOINED.join(name for name, _ in resolved if name)
    if len(parts) > 1 and joined:
        resolver.remember(joined, None, statement.paragraph)
    spans = [f"{words.starts[begin]}:{_without_possessive(words, end)}" for begin, end in parts]
    start, end = words.starts[first], _without_possessive(words, last)
    return {
        "speaker": words.text[start:end],
        "speaker_start": start,
        "speaker_end": end,
        "speaker_spans": " ".join(spans),
        "speaker_name": joined,
        "name_rule": joined_rules([rule for name, given in resolved if name for rule in _rules_of(name, given)]),
    }


def _rules_of(names: str, given: str) -> list[str]:
    """Return a rule for each of the names that one mention stands for: they."""
    rules = given.split(JOINED)
    return rules if len(rules) > 1 else rules * len(names.split(JOINED))


def _without_possessive(words: Words, last: int) -> int:
    """Return where a mention ends, without the ending of the possessive."""
    end = words.ends[last - 1]
    return end - 2 if words.lower[last - 1].endswith("'s") else end


def _addressee(statement: Statement) -> dict[str, Any]:
    if statement.addressee is None:
        return {"addressee": "", "addressee_start": NOWHERE, "addressee_end": NOWHERE}
    words, (first, last) = statement.words, statement.addressee
    return {
        "addressee": words.surface(first, last),
        "addressee_start": words.starts[first],
        "addressee_end": words.ends[last - 1],
    }
