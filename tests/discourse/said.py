"""A small corpus in which two people speak, its statements by hand, and what is wrong to count."""

import pandas as pd

from analysis.corpus.schemas import STATEMENTS, check, empty, typed

TEXTS = {
    "a": "Mayor Ana Ruiz said the road is closed. “It is open,” said Tom Lee. She claimed the UN is late.",
    "b": "Tom Lee and Ana Ruiz urged the UN to help.",
    "c": "The aim, Ana Ruiz said, was “peace now” at last.",
    "d": "Mayor Ana Ruiz said the road is closed. “It is open,” said Tom Lee. She claimed the UN is late.",
    "e": "She said no. The minister did not say why.",
}
DOCUMENTS = pd.DataFrame(
    {
        "doc_id": list(TEXTS),
        "date": pd.to_datetime(["2023-01-05", "2023-02-01", "2023-01-01", "2023-03-01", None]),
        "date_precision": ["day", "day", "month", "day", ""],
        "source": ["Post", "Post", "News", "Post", None],
        "text": list(TEXTS.values()),
        "duplicate_of": [None, None, None, "a", None],
        "similarity": [None, None, None, 1.0, None],
    }
)
NOTHING = {
    **dict.fromkeys(("cue", "verb", "act", "stance", "modal", "speaker", "speaker_spans", "addressee"), ""),
    **dict.fromkeys(("cue_start", "cue_end", "speaker_start", "speaker_end", "addressee_start", "addressee_end"), -1),
    **{"negated": False, "confidence": 0.5, "rule": "speaker before", "name_rule": "full name"},
}


def statement(doc_id, content, speaker="", name="", cue="", text=None, **others):
    """Return one statement of a text, with its places; several speakers are joined by " and "."""
    text = TEXTS[doc_id] if text is None else text
    start = text.index(content)
    row = NOTHING | {"doc_id": doc_id, "content": content, "start": start, "end": start + len(content)}
    row |= {"statement_id": f"{doc_id}:{start}-{start + len(content)}", "speaker_name": name, "kind": "indirect"}
    if cue:
        at = text.index(cue)
        row |= {"cue": cue, "cue_start": at, "cue_end": at + len(cue), "stance": "neutral"}
    if speaker:
        at = text.index(speaker)
        row |= {"speaker": speaker, "speaker_start": at, "speaker_end": at + len(speaker)}
        places = [text.index(one) for one in speaker.split(" and ")]
        spans = zip(places, speaker.split(" and "), strict=True)
        row["speaker_spans"] = " ".join(f"{place}:{place + len(one)}" for place, one in spans)
    return row | others


def frame(*rows):
    if not rows:
        return empty(STATEMENTS)
    return check(typed(pd.DataFrame(list(rows)), STATEMENTS), STATEMENTS)


def three(doc_id):
    return [
        statement(doc_id, "the road is closed", "Mayor Ana Ruiz", "Ana Ruiz", "said", verb="say", act="say"),
        statement(doc_id, "It is open,", "Tom Lee", "Tom Lee", "said", verb="say", act="say", kind="direct"),
        statement(
            doc_id, "the UN is late", "She", "Ana Ruiz", "claimed", verb="claim", act="say", stance="distancing",
            name_rule="pronoun",
        ),
    ]  # fmt: skip


SAID = frame(
    *three("a"),
    statement("b", "to help", "Tom Lee and Ana Ruiz", "Tom Lee; Ana Ruiz", "urged", verb="urge", act="urge"),
    statement(
        "c", "The aim, Ana Ruiz said, was “peace now” at last", "Ana Ruiz", "Ana Ruiz", "said", verb="say", act="say",
        kind="mixed",
    ),
    *three("d"),
    statement("e", "no", "She", "", "said", verb="say", act="say", name_rule=""),
    statement(
        "e", "why", "The minister", "The minister", "say", verb="say", act="say", negated=True, name_rule="as written"
    ),
)  # fmt: skip
