"""A small notebook, and a corpus of three documents that it counts."""

import json

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis import pipeline

ROWS = [
    {"id": "d1", "text": "The OrgX said it is late.", "date": "2023-02-03", "actor": "A"},
    {"id": "d2", "text": "OrgX spoke to OrgY.", "date": "2023-03-01", "actor": "B"},
    {"id": "d3", "text": "OrgY left OrgX.", "date": "2023-03-09", "actor": "B"},
]
NAMES = "organization,alias,match\nX,OrgX,exact\nY,OrgY,exact\n"
DECLARATIONS = """top: int = 2  # how many
word: str = ""  # any
coding: str = ""  # a file [file or empty]
processed: str = ""  # folder of processed tables"""
SHOWN = """reports.Finding(f"{len(study.documents)} documents {word}")"""
TABLE = """reports.Table(study.documents[["doc_id", "actor"]].head(top), "Who speaks", "Read it.")"""
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def corpus(folder, rows=ROWS):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (folder / "organizations.csv").write_text(NAMES, encoding="utf-8")
    return pipeline.build(folder, folder / ".tables").study


def write_notebook(path, *sources, declarations=DECLARATIONS, title="Small $word"):
    cells = [
        new_markdown_cell("# Small\nWho?", metadata={"tags": ["notebook-only"]}),
        new_code_cell(declarations, metadata={"tags": ["parameters"]}),
        new_code_cell("from analysis import load, reports\n\nstudy = load(processed)"),
        new_code_cell(SHOWN),
        new_markdown_cell("## Who speaks\nOne row a document."),
        *map(new_code_cell, sources or (TABLE,)),
    ]
    for number, cell in enumerate(cells):
        cell.id = f"small-{number}"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": KERNEL, "title": title}), path)
    return path
