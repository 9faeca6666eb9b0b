"""A page as tests look at it: its tags with their attributes, its text, and the text of each element."""

from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "meta", "rect", "path"}


class Page(HTMLParser):
    """The tags of a page with their attributes; the text within each, and of all but styles and scripts."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.texts, self.text, self._open = [], [], "", []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.texts.append("")
        if tag not in VOID:
            self._open.append(len(self.tags) - 1)

    def handle_endtag(self, tag):
        while self._open and self.tags[self._open.pop()][0] != tag:
            pass

    def handle_data(self, data):
        inside = [self.tags[place][0] for place in self._open]
        if not {"style", "script"} & set(inside):
            self.text += data
        for place in self._open:
            self.texts[place] += data

    def of(self, wanted, **attributes):
        """Return the attributes of the elements of a name, those that have some attributes."""
        return [found for tag, found in self.tags if tag == wanted and attributes.items() <= found.items()]

    def said(self, wanted, **attributes):
        """Return the text of the elements of a name, those that have some attributes."""
        every = zip(self.tags, self.texts, strict=True)
        return [
            " ".join(text.split())
            for (tag, found), text in every
            if tag == wanted and attributes.items() <= found.items()
        ]

    @property
    def policy(self):
        """The content security policy: each directive with its sources."""
        (policy,) = [meta["content"] for meta in self.of("meta") if meta.get("http-equiv")]
        return {name: sources for name, *sources in map(str.split, policy.strip(" ;").split(";"))}
