"""Quotations that no verb and no phrase attributes -> whose they are: by the paragraph, or by the one before."""

from bisect import bisect_left

from analysis.discourse.speech.reading import TURN_ENDS, Reading, Statement
from analysis.discourse.speech.words import Words


def take_left_quotations(reading: Reading, earlier: list[Statement]) -> None:
    """Give the quotations that no verb has taken to the speaker of the paragraph, or of those before."""
    words = reading.words
    announced = reading.announced_before
    spoken = [statement for statement in reading.found if statement.speaker]
    own = sorted(spoken, key=lambda statement: statement.content)
    begins = [statement.content[0] for statement in own]
    for place, number in enumerate(words.quotation):
        if number < 0 or number in reading.taken:
            continue
        quotation = words.passage.quotations[number]
        inside = words.text[quotation.first : quotation.last].strip()
        continues = number == 0 and words.passage.continued
        if not continues and not _is_speech(words, place, inside):
            continue
        at = bisect_left(begins, place)
        before, after = own[max(at - 1, 0) : at], own[at : at + 1]
        if number == 0 and words.passage.continued and earlier:
            source, rule = earlier[-1], "running speaker"
        elif place == 0 and announced:
            source, rule = announced, announced.rule
        elif before or after:
            source, rule = (before[-1] if before else after[0]), "same paragraph"
        elif _goes_on(reading, earlier) and _is_floating(words, quotation):
            source, rule = earlier[-1], "running speaker"
        elif _is_floating(words, quotation):
            source, rule = None, "no speaker"
        else:
            continue
        statement = Statement(words, (place, place + 1), None, source and source.speaker, None, rule)
        statement.speaker_words = source and (source.speaker_words or source.words)
        if source is announced and source:
            statement.cue, statement.cue_words = source.cue, source.words
            own.insert(0, statement)
            begins.insert(0, statement.content[0])
        reading.found.append(statement)


def _goes_on(reading: Reading, earlier: list[Statement]) -> bool:
    """Say whether the paragraph before is somebody's speech, who can be speaking still."""
    if not earlier or not earlier[-1].speaker or earlier[-1].paragraph != reading.number - 1:
        return False
    words, (first, last) = earlier[-1].words, earlier[-1].content
    alone = len(earlier) == 1 or earlier[-2].paragraph != earlier[-1].paragraph
    return any(words.quotation[place] >= 0 for place in range(first, last)) or (
        alone and last + 1 >= len(words.lower) and first < 12
    )


def _is_speech(words: Words, place: int, inside: str) -> bool:
    """Say whether marks hold a sentence, not a term, a title, or words used with distance."""
    count = inside.count(" ") + 1
    quotation = words.passage.quotations[words.quotation[place]]
    if count < 2:
        return False
    whole = inside[-1:] in tuple(".!?,…—”’\"'") or quotation.last == quotation.end or quotation.first == quotation.start
    opens = place == 0 or words.lower[place - 1] in TURN_ENDS
    whole |= count > 2 and opens and words.lower[place + 1 : place + 2] in (["."], ["!"], ["?"], ["…"])
    return whole and not _is_title(inside)


def _is_title(inside: str) -> bool:
    """Say whether all long words within marks are capitalized, as in the title of a work."""
    long = [word for word in inside.split() if len(word) > 3]
    return len(inside) < 80 and inside[-1:] == "," and all(word[0].isupper() for word in long)


def _is_floating(words: Words, quotation) -> bool:
    """Say whether a quotation is most of its paragraph."""
    return quotation.end - quotation.start > 0.6 * (words.passage.end - words.passage.start)
