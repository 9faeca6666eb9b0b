"""Blocks of a web page -> those that are its article.

trafilatura says which text of a page is its article, but joins, cuts and drops pieces of it. So its answer only
chooses blocks of the page, which are then given whole and as they stand there. Blocks that it misses although
they stand in just the same elements as most of the article are added; blocks that are nothing but links are left out.
"""

import logging
from collections import Counter
from copy import deepcopy
from typing import Any

import regex
from lxml.html import HtmlElement

from analysis.corpus.readers.blocks import Block, list_blocks

Notes = tuple[tuple[str, str], ...]

WORD = regex.compile(r"\w+")
DIGITS = regex.compile(r"\d+")
SHINGLE = 4  # words
SAME = 0.6  # of a block's shingles that trafilatura gives too, for it to be of the article
PROSE = 8  # words from which a block is likely no label
MISSED = 6  # words from which a block that trafilatura missed is added
LINKED = 0.8  # of a block's characters that are links, from which it leads elsewhere
MAIN = 0.3  # of the article's characters that stand in the same elements, for others in these to be added
FEW_WORDS = 30
MOST_BLOCKS = 20_000  # an article has dozens
FURNITURE = frozenset({"nav", "aside", "footer", "form", "menu", "dialog"})
DEFAULT_MODE = "nearly nothing was found in trafilatura's precise mode, so its usual one chose the text: look at it"
WHOLE_PAGE = "no article was found in the page, so all of its text was taken: look at it, and remove what is no text"
LITTLE = (
    "the page has {} words of text: look whether it is a log-in, a cookie notice or an error in place of the article"
)


def article_text(tree: HtmlElement) -> tuple[str, Notes]:
    """Find the text of a page's article, paragraphs separated by an empty line, and what to know about it.

    >>> from analysis.corpus.readers.blocks import parse_page
    >>> text, notes = article_text(parse_page("<nav>Home</nav><p>The road is closed.</p>"))
    >>> text, [kind for kind, _ in notes]
    ('The road is closed.', ['little-text'])
    """
    blocks = list_blocks(tree, hidden=True)
    answer, notes = _answer(tree, blocks)
    text = "\n\n".join(block.text for block in _article(blocks, answer)) if answer else ""
    if answer and len(WORD.findall(text)) < len(WORD.findall(answer)) / 2:  # it stands in the page's data only
        text = "\n\n".join(line.strip() for line in answer.splitlines() if line.strip())
    if not text:
        shown = list_blocks(tree) or blocks
        body = [block for block in shown if FURNITURE.isdisjoint(block.tags)] or shown
        text, notes = "\n\n".join(block.text for block in body), (("page-fallback", WHOLE_PAGE),)
    if (words := len(WORD.findall(text))) < FEW_WORDS:
        notes = (*notes, ("little-text", LITTLE.format(words)))
    return text, notes


def _answer(tree: HtmlElement, blocks: list[Block]) -> tuple[str, Notes]:
    """Ask trafilatura for the article; again in its usual mode where the precise one finds next to nothing."""
    if not 0 < len(blocks) <= MOST_BLOCKS:
        return "", ()
    precise = _ask(tree, precision=True)
    prose = sum(len(block.text) for block in blocks if _is_prose(block))
    if precise and len(precise) >= prose / 2:
        return precise, ()
    usual = _ask(tree, precision=False)
    if len(precise) >= len(usual) / 2:
        return precise, ()
    return usual, (("page-fallback", DEFAULT_MODE),)


def _ask(tree: HtmlElement, precision: bool) -> str:
    from trafilatura import bare_extraction  # slow to import

    hush()
    try:
        found: Any = bare_extraction(deepcopy(tree), favor_precision=precision, include_comments=False)
    except Exception:  # whatever a hostile page makes it stumble over, there is another way
        return ""
    return (found.text or "") if found else ""


def hush() -> None:
    """Keep the libraries that read pages from writing to the terminal; what they log reaches set-up handlers only."""
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())


def _article(blocks: list[Block], answer: str) -> list[Block]:
    chosen = _chosen(blocks, answer)
    chosen |= _missed(blocks, chosen)
    found = [blocks[place] for place in sorted(chosen)]
    while found and found[0].tags[-1] == "h1":  # the title has its own field
        found.pop(0)
    own = [block for block in found if block.linked < LINKED]
    return own if sum(len(block.text) for block in own) > sum(len(block.text) for block in found) / 2 else found


def _chosen(blocks: list[Block], answer: str) -> set[int]:
    """Return the places of the blocks that trafilatura's answer holds, short ones only among the others."""
    lines = {_words(line) for line in answer.splitlines()}
    shingles = set(_shingles(_words(answer)))
    long, short = set(), set()
    for place, block in enumerate(blocks):
        words = _words(block.text)
        if len(words) >= SHINGLE:
            own = _shingles(words)
            if sum(shingle in shingles for shingle in own) >= SAME * len(own):
                long.add(place)
        elif words and words in lines:
            short.add(place)
    return long | {place for place in short if long and min(long) < place < max(long)}


def _missed(blocks: list[Block], chosen: set[int]) -> set[int]:
    """Return the places of other blocks of some length that stand in the same elements as much of the article."""
    characters: Counter[tuple[str, ...]] = Counter()
    paragraphs: Counter[tuple[str, ...]] = Counter()
    for place in chosen:
        characters[_elements(blocks[place])] += len(blocks[place].text)
        paragraphs[_elements(blocks[place])] += _is_prose(blocks[place])
    whole = sum(characters.values())
    main = {path for path, count in characters.items() if count > MAIN * whole and paragraphs[path] >= 3}
    return {
        place
        for place, block in enumerate(blocks)
        if block.linked < 0.5 and _elements(block) in main and len(_words(block.text)) >= MISSED
    }


def _elements(block: Block) -> tuple[str, ...]:
    return tuple(DIGITS.sub("0", step) for step in block.path)


def _is_prose(block: Block) -> bool:
    return block.linked < 0.5 and len(_words(block.text)) >= PROSE


def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text.casefold()))


def _shingles(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [words[start : start + SHINGLE] for start in range(max(1, len(words) - SHINGLE + 1))] if words else []
