"""A small corpus to build."""

from pathlib import Path

TABLES = {
    "documents",
    "problems",
    "cleaning",
    "sentences",
    "tokens",
    "vocabulary",
    "mentions",
    "undecided",
    "statements",
    "gazetteer",
}
STEPS = ("prepare", "split_sentences", "tokenize", "match_aliases", "statements")
UN = "organization,alias,match\nUnited Nations,UN,exact\n"
UN_AND_EU = UN + "European Union,EU,exact\n"
FILES = {
    "a.txt": "The UN left. The EU stayed.",
    "b.txt": "Nobody passes, the UN said.",
    "t.jsonl": '{"id": "T1", "text": "The road is closed."}\n{"id": "T2", "text": "The EU left."}',
    "organizations.csv": UN,
}


def put(folder: Path, files: dict[str, str | None]) -> Path:
    """Write files, and remove those that have no content."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(content.encode())
    return folder
