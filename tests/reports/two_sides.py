"""Small corpora of two sides, built."""

import json

from analysis import pipeline

DATES = ["2023-01-05", "2023-02-01", "2023-04-09", ""]


def built(folder, rows):
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return pipeline.build(folder, folder / ".tables").study


def two_sides():
    texts = {"North": "The road is closed and blocked, they said.", "South": "The corridor is open, a protest goes on."}
    rows = [(actor, text, date) for actor, text in texts.items() for date in DATES]
    return [
        {"id": f"d{n}", "actor": actor, "text": text} | ({"date": date} if date else {})
        for n, (actor, text, date) in enumerate(rows)
    ]
