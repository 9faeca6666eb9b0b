"""Addresses of the web, of mail and of users: what stands in one names nobody."""

import regex

from analysis.discourse.folding import UNSEEN

DOMAINS = """
    com org net int edu gov mil info biz news media ngo ong foundation online site blog press world global law center
    institute museum academy africa asia cat eus arpa tel coop jobs travel mobi name pro aero post app dev
""".split()
# Each alternative begins where a run of its characters does, so that no text takes more than a few looks at each.
ADDRESS = regex.compile(
    rf"""
      (?<![a-z0-9+.-])[a-z][a-z0-9+.-]*+://\S*+
    | (?<!\w)www\.\S++
    | (?<![^\s@<>()\[\]",;:])[^\s@<>()\[\]",;:]++@[\w-]++(?:\.[\w-]++)++
    | (?<!\w)@\w++(?:[.-]\w++)*+(?:@[\w-]++(?:\.[\w-]++)++)?
    | (?<![\w.-])(?-i:(?:[\w-]++\.)+(?<=[\w-]{{2}}\.)(?:[a-z]{{2}}|{"|".join(DOMAINS)}))(?![\w-])(?:[/?\#:]\S*+)?
    """,
    regex.VERBOSE | regex.IGNORECASE,
)


def address_spans(text: str) -> list[tuple[int, int]]:
    """Return where addresses begin and end: URLs, hosts, e-mail addresses, and @names; what is invisible is nothing.

    Parameters
    ----------
    text : str
        Any text.

    >>> address_spans("see hrw.org/news, @UN"), address_spans("by the UN.The report")
    ([(4, 17), (18, 21)], [])
    """
    visible = UNSEEN.sub("", text)
    if len(visible) == len(text):
        return [found.span() for found in ADDRESS.finditer(text)]
    places = [place for place, character in enumerate(text) if not UNSEEN.match(character)]
    return [(places[found.start()], places[found.end() - 1] + 1) for found in ADDRESS.finditer(visible)]
