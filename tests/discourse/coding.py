"""A text, its statements, and what a person makes of them: for the tests of the coding round trip."""

import csv
import io

import pandas as pd

from analysis.corpus.schemas import PROBLEMS, STATEMENTS, check
from analysis.discourse.coding_files import (
    coding_table,
    completed,
    read_coding,
    write_coding,
)
from analysis.discourse.corrections import apply_corrections, corrections_from
from analysis.text import split_sentences

TEXT = (
    "Mayor Ana Ruiz said the road was open. “We agree,” she said.\n\n"
    "The Ministry of Health urged the council to act. Tom Lee and Eva Novak warned of a flood."
)
DAY = "2024-05-31"


def place(words, text=TEXT):
    start = text.index(words)
    return start, start + len(words)


def statement(content, speaker="", cue="", text=TEXT, doc_id="a", **others):
    start, end = place(content, text)
    row = {"doc_id": doc_id, "start": start, "end": end, "content": content, "speaker": speaker, "cue": cue, **others}
    for name in ("speaker", "cue", "addressee"):
        if row.get(name):
            row[f"{name}_start"], row[f"{name}_end"] = place(row[name], text)
    if speaker:
        row["speaker_spans"] = f"{row['speaker_start']}:{row['speaker_end']}"
    return row


ROWS = (
    statement("the road was open", "Mayor Ana Ruiz", "said", verb="say", act="say", speaker_name="Ana Ruiz",
              kind="indirect", stance="neutral", confidence=0.9, rule="speaker before", name_rule="full name",
              negated=True, modal="may", addressee="the council"),
    statement("We agree,", "she", "said", verb="say", act="say", speaker_name="Ana Ruiz", kind="direct",
              stance="neutral", confidence=0.8, rule="speaker after", name_rule="pronoun", negated=False, modal="",
              addressee="the council"),
    statement("to act", "The Ministry of Health", "urged", verb="urge", act="urge", kind="indirect",
              speaker_name="Ministry of Health", addressee="the council", stance="neutral", confidence=0.9,
              rule="speaker before", name_rule="as written", negated=False, modal=""),
)  # fmt: skip
FOUND = completed(pd.DataFrame(ROWS))
DOCUMENTS = pd.DataFrame({"doc_id": ["a"], "text": [TEXT]})


def exported(statements=FOUND, documents=DOCUMENTS):
    return coding_table(statements, documents, split_sentences(documents))


def through_a_file(coded, tmp_path, delimiter=","):
    path = tmp_path / "coded.csv"
    write_coding(coded, path)
    if delimiter != ",":
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
        written = io.StringIO(newline="")
        csv.writer(written, delimiter=delimiter).writerows(rows)
        path.write_text(written.getvalue(), encoding="utf-8", newline="")
    return read_coding(path)


def changed(row, **cells):
    """The export, in which a person has changed some cells of one row."""
    coded = exported().astype({"start": "str", "end": "str"})
    for name, cell in cells.items():
        coded.loc[row, name] = cell
    return coded


def corrected(coded, statements=FOUND, documents=DOCUMENTS, coder="Lee", date=DAY):
    made, problems = corrections_from(coded, statements, documents, coder, date)
    assert problems["message"].tolist() == []
    return made


def built(made, statements=FOUND, documents=DOCUMENTS):
    after, problems = apply_corrections(statements, documents, made)
    assert problems["message"].tolist() == []
    return check(after, STATEMENTS)


def faults(coded, statements=FOUND, documents=DOCUMENTS):
    made, problems = corrections_from(coded, statements, documents, "Lee", DAY)
    check(problems, PROBLEMS)
    return made, problems["message"].tolist()


def assert_offsets_hold(statements, documents):
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    for row in statements.to_dict("records"):
        text = texts[row["doc_id"]]
        assert text[row["start"] : row["end"]] == row["content"]
        assert row["statement_id"] == f"{row['doc_id']}:{row['start']}-{row['end']}"
        for name in ("speaker", "cue", "addressee"):
            if row[f"{name}_start"] >= 0:
                assert text[row[f"{name}_start"] : row[f"{name}_end"]] == row[name]
            else:
                assert row[name] == ""


def with_text(text):
    return pd.DataFrame({"doc_id": ["a"], "text": [text]})
