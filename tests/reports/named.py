"""A small corpus that names organizations, and what its pages hold."""

import json
from html.parser import HTMLParser

from analysis import pipeline
from analysis.discourse import co_mentions

HOSTILE = "<script>alert('1')</script> & $x$ \u202e"
# Seven documents, of which d5 repeats d0 word by word; nothing is dated in March, d4 not at all.
ROWS = [
    {"id": "d0", "actor": "UN", "date": "2023-01-05", "text": "The UN met the EU. It left.\n\nThe Red Cross came."},
    {"id": "d1", "actor": "Press", "date": "2023-02-01", "text": "“We of the UN stay here,” it said. The UN stayed."},
    {"id": "d2", "actor": "Press", "date": "2023-02-09", "text": "The EU met nobody."},
    {"id": "d3", "actor": HOSTILE, "date": "2023-04-01", "text": f"The UN met the EU {HOSTILE}.", "title": HOSTILE},
    {"id": "d4", "text": "The UN again.", "url": "https://example.org/4"},
    {"id": "d5", "actor": "Press", "date": "2023-05-01", "text": "The UN met the EU. It left.\n\nThe Red Cross came."},
    {"id": "d6", "actor": "Press", "date": "2023-02", "text": "Nobody came."},
]
GAZETTEER = f"""organization,alias,match,ambiguous
United Nations,UN,exact,
"{HOSTILE}",EU,exact,
Red Cross,Red Cross,name,
Somebody,Nobody,exact,confirm
Somebody,Some Body,name,
"""


class Page(HTMLParser):
    """The tags of some HTML, the text of its marks and summaries, and the links."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.open, self.marks, self.summaries, self.links, self.text = set(), [], [], [], [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        if tag not in ("br", "img"):
            self.open.append(tag)
        if tag in ("mark", "summary"):
            {"mark": self.marks, "summary": self.summaries}[tag].append("")
        self.links += [value for name, value in attributes if name == "href"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data
        for tag, texts in (("mark", self.marks), ("summary", self.summaries)):
            if tag in self.open:
                texts[-1] += data


def page_of(shown):
    return Page(shown._repr_html_())


def pairs_of(study, within="document"):
    return co_mentions(study.mentions, study.documents, within=within, sentences=study.sentences)


def dated_study(folder, *rows):
    """A corpus of a text for each date, "" for none, and of three organizations named by their letters."""
    texts = [{"id": f"d{n}", "text": text} | ({"date": date} if date else {}) for n, (date, text) in enumerate(rows)]
    (folder / "texts.jsonl").write_text("\n".join(map(json.dumps, texts)), encoding="utf-8")
    names = "organization,alias,match\nAlpha,AAA,exact\nBeta,BBB,exact\nGamma,CCC,exact\n"
    (folder / "organizations.csv").write_text(names, encoding="utf-8")
    return pipeline.build(folder, folder / ".tables").study
