"""A corpus whose every field tries to be more than text: what must stay inert, and readable, wherever it is shown."""

import json
from pathlib import Path

import nbformat

from analysis import pipeline
from analysis.study import Study

AWAY = "http://127.0.0.1:9"
# Each says where it stands in place of FIELD, so that a failure names the leak.
PAYLOADS = {
    "script": '<script>alert("FIELD")</script>',
    "closing": '</td></table></details></figure></style></title></script><script>alert("FIELD")</script>',
    "image": '<img src=x onerror=alert("FIELD")>',
    "svg": '<svg/onload=alert("FIELD")>',
    "details": '<details open ontoggle=alert("FIELD")>',
    "quoted attribute": '" autofocus tabindex=1 onfocus=alert("FIELD") x="',
    "apostrophe": "' autofocus tabindex=1 onfocus=alert(1) x='FIELD",
    "frame": "<iframe srcdoc=\"<script>parent.alert('FIELD')</script>\"></iframe>",
    "frame away": f'<iframe src="{AWAY}/FIELD"></iframe><object data="{AWAY}/FIELD"></object>',
    "image away": f'<img src="{AWAY}/FIELD.png">',
    "sheet away": f'<link rel=stylesheet href="{AWAY}/FIELD.css">',
    "refresh": f'<meta http-equiv=refresh content="0;url={AWAY}/FIELD">',
    "base": f'<base href="{AWAY}/FIELD/">',
    "form": f"<form action={AWAY}/FIELD><input autofocus onfocus=alert(1)><button>FIELD</button></form>",
    "style": f"</style><style>@import url({AWAY}/FIELD);*{{display:none}}</style>",
    "css": f"red;background:url({AWAY}/FIELD)}}*{{display:none}}",
    "comment": "<!-- FIELD --> ]]> --><script>alert(1)</script><!--",
    "entities": '&lt;img src=x onerror=alert("FIELD")&gt; &amp;amp; &#60;b&#62;',
    "markdown": f"[FIELD](javascript:alert(1)) ![FIELD]({AWAY}/FIELD.png) **FIELD** <{AWAY}/FIELD> | a | b |",
    "latex": r"$\input{/etc/passwd}$ \(\href{javascript:alert(1)}{FIELD}\) $$\frac{FIELD$$ \begin{document}",
    "template": '{{ 7*7 }} ${7*7} {% include "/etc/passwd" %} #{7*7} <%= 7*7 %> $name {0} %s FIELD',
    "python": '"""\nimport os; os.abort()\n""" + FIELD',
    "formula": '=HYPERLINK("http://127.0.0.1:9/FIELD";"FIELD")',
    "command": "=cmd|' /C calc'!FIELD",
    "plus": "+1+1 FIELD",
    "minus": "-1+1 FIELD",
    "at": "@SUM(1+1) FIELD",
    "tab": "\t=1+1 FIELD",
    "terminal": "\x1b[31mFIELD\x1b[0m \x1b]0;FIELD\x07 \x9b2J",
    "override": "FIELD \u202egnp.elif\u202d \u2067FIELD",
    "controls": "FIELD\x00\x01\x08\x0b\x0c\x7f\x85\u2028\ufffe\ufeff end",
    "stacked": "FIELD Z" + "\u0351\u0310\u0325" * 300,
}
ADDRESSES = [
    "javascript:alert('url')",
    " java\nscript:alert('url')",
    "JaVaScRiPt:alert('url')",
    "data:text/html,<script>alert('url')</script>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "//127.0.0.1:9/url",
    'https://example.org/" onclick="alert(1)" x="',
    "https://example.org/<script>alert('url')</script>",
    "http://127.0.0.1:9/url",
]
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
MEGABYTE = 1_000_000
COLUMN = '<img src=x onerror=alert("column")>'
COLUMNS = [COLUMN, '=1+1" onfocus="alert(1)', "{{ column }}$x$ \u202ecolumn", "</th></table><script>alert(1)</script>"]
FIELDS = ("title", "source", "actor", *COLUMNS)
NAMES = [f"Orga{chr(ord('a') + number // 26)}{chr(ord('a') + number % 26)}" for number in range(len(PAYLOADS) + 1)]


def payload(kind: str, field: str) -> str:
    """Return what one kind of attack writes into a field."""
    return PAYLOADS[kind].replace("FIELD", field)


def organization(kind: str) -> str:
    """Return the standard name of the organization that attacks in one way."""
    return " ".join(payload(kind, "organization").split())


def rows() -> list[dict[str, str]]:
    """Return a document for each kind of attack, which is all its fields, and one whose fields are a megabyte each."""
    attacks = [
        {
            "id": f"d{number}",
            "date": f"2023-{number % 6 + 1:02}-0{number % 9 + 1}",
            "url": ADDRESSES[number % len(ADDRESSES)],
            "text": _text(NAMES[number], payload(kind, "text")),
            **{field: payload(kind, f"field{place}") for place, field in enumerate(FIELDS)},
        }
        for number, kind in enumerate(PAYLOADS)
    ]
    endless = {field: f"{place}" + "<b>long" * (MEGABYTE // 7) for place, field in enumerate(("id", "url", *FIELDS))}
    return [*attacks, endless | {"date": "2023-03-03", "text": _text(NAMES[-1], "w" * MEGABYTE)}]


def _text(name: str, attack: str) -> str:
    return (
        f"{attack} is what the {name} said. {name} said that the road {attack} is closed. “The road is {attack} shut,” "
        f"said Ana {attack} Ruiz. Ana Ruiz denied that {name} met Orgaaa. The road, {attack} and {name}, is closed."
    )


def build(folder: Path) -> Study:
    """Write the raw files and build them."""
    raw = folder / "raw"
    raw.mkdir()
    (raw / "texts.jsonl").write_text("\n".join(map(json.dumps, rows())), encoding="utf-8")
    for number, kind in enumerate(("script", "image", "formula", "markdown", "override", "template")):
        name = payload(kind, "file").replace("/", "∕")
        (raw / f"{name}.txt").write_text(_text(NAMES[number], payload(kind, "text")), encoding="utf-8")
        (raw / f"{name}.pdf").write_bytes(b"%PDF")  # a problem whose row names the file
    names = [(organization(kind), NAMES[number]) for number, kind in enumerate(PAYLOADS)]
    names += [("long" * 100_000, NAMES[-1])]
    lines = [f'"{_doubled(name)}",{alias},exact' for name, alias in names]
    lines += [f'"{_doubled(name)}","{_doubled(payload("image", "alias"))} {alias}",exact' for name, alias in names[:5]]
    (raw / "organizations.csv").write_text("\n".join(["organization,alias,match", *lines]), encoding="utf-8")
    return pipeline.build(raw, folder / "tables").study


def _doubled(cell: str) -> str:
    return cell.replace('"', '""')


def notebook(title: str, *cells: str) -> nbformat.NotebookNode:
    """Return a small notebook with a parameter `name`."""
    parameters = 'name: str = ""  # any text\nprocessed: str = ""  # folder of tables'
    made = nbformat.v4.new_notebook(metadata={"title": title, "kernelspec": KERNEL})
    made.cells = [nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})]
    made.cells += map(nbformat.v4.new_code_cell, cells)
    return made


def write_site(folder: Path) -> list[str]:
    """Write notebooks that show a hostile name, and that fail of one; return options to render them."""
    notebooks = folder / "notebooks"
    notebooks.mkdir()
    showing = "from analysis import reports\nreports.Finding(f'{name} is named')"
    nbformat.write(notebook("Who names $name", showing), notebooks / "shown.ipynb")
    failing = f"attack = {payload('closing', 'source')!r}\nraise ValueError(name + attack)"
    nbformat.write(notebook("Who fails $name", failing), notebooks / "failing.ipynb")
    kinds = ["script", "closing", "image", "quoted attribute", "style", "comment", "template", "terminal", "override"]
    entries = [{"notebook": "shown", "parameters": {"name": payload(kind, "name")}} for kind in kinds]
    entries += [{"notebook": "failing", "parameters": {"name": payload(kind, "error")}} for kind in kinds[:2]]
    entries += [{"notebook": "shown", "parameters": {"name": "<b>long" * 700}}]
    listed = folder / "reports.yaml"
    listed.write_text(json.dumps(entries), encoding="utf-8")
    return ["--sets", str(listed), "--notebooks", str(notebooks), "--out", str(folder / "reports"), "--jobs", "1"]
