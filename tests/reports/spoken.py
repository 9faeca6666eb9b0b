"""A small corpus in which two people speak, built."""

import json

from analysis import pipeline

from .named import HOSTILE

# Five documents; d4 repeats d1 word by word, nothing is dated in March, d3 not at all.
ROWS = [
    {
        "id": "d0",
        "actor": "North",
        "source": "Post",
        "date": "2023-01-05",
        "text": "Mayor Ana Ruiz said the road is closed. “The road is open to all,” said Tom Lee. Ruiz claimed that "
        "the UN is late.",
    },
    {"id": "d1", "actor": "North", "source": "News", "date": "2023-02-01", "text": "Tom Lee said the UN is here."},
    {
        "id": "d2",
        "actor": "South",
        "source": "Post",
        "date": "2023-04-01",
        "text": "Ana Ruiz urged the UN to help. Tom Lee denied that he is late.",
    },
    {"id": "d3", "actor": "South", "source": "Post", "text": "Nobody came."},
    {"id": "d4", "actor": "South", "source": "News", "date": "2023-04-09", "text": "Tom Lee said the UN is here."},
]
GAZETTEER = "organization,alias,match\nUnited Nations,UN,exact\n"
CORPORA = {
    "one document": ROWS[:1],
    "nobody speaks": ROWS[3:4],
    "no dates": [row | {"date": ""} for row in ROWS],
    "years only": [row | {"date": "2023"} for row in ROWS],
    "no groups": [{"id": row["id"], "text": row["text"]} for row in ROWS],
    "nobody with a name": [{"id": "d0", "text": "The minister said it is late. “It is very late indeed,” she said."}],
    "hostile": [
        row | {"actor": row["actor"] + HOSTILE, "source": HOSTILE, "text": f"{row['text']} {HOSTILE}", "title": HOSTILE}
        for row in ROWS
    ],
    "other scripts": [row | {"text": "Դեմ ճանապարհ փակ է. طريق مغلق"} for row in ROWS],
}


def built(folder, rows=ROWS):
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (folder / "organizations.csv").write_text(GAZETTEER, encoding="utf-8")
    return pipeline.build(folder, folder / ".tables").study
