"""Addresses of the web, of mail and of users: what stands in one names nobody."""

import regex

from analysis.discourse.folding import UNSEEN

DOMAINS = """
    com org net int edu gov mil info biz news media ngo ong foundation online site blog press world global law center
    institute museum academy africa asia cat eus arpa tel coop jobs travel mobi name pro aero post app dev
    рф укр бел հայ
""".split()
DOMAIN = rf"(?-i:[a-z]{{2}}|{'|'.join(DOMAINS)})"
# A bracket belongs to an address if it closes there too.
ENDS = r"\s\p{Pi}\p{Pf}\"<>()\[\]{}（）「」『』【】《》，。、；：！？"
PART = rf"(?:[^{ENDS}]|\([^\s()]*+\)|\[[^\s\[\]]*+\]|\{{[^\s{{}}]*+\}})"
PATH = rf"(?:[/?\#:]{PART}*+)?"
MOST_LABELS = 20
# Each alternative begins where a run of its characters does, so that no text takes more than a few looks at each.
ADDRESS = regex.compile(
    rf"""
      (?<![a-z0-9+.-])[a-z][a-z0-9+.-]*+://{PART}*+
    | (?<![\p{{Latin}}\p{{N}}_])www\.{PART}++
    | (?<![^\s@<>()\[\]",;:])[^\s@<>()\[\]",;:]++@[\w-]++(?:\.[\w-]++)++{PATH}
    | [@＠]\w++(?:[.-]\w++)*+(?:@[\w-]++(?:\.[\w-]++)++)?
    | (?<![\w.-])(?:[\w-]++\.){{1,{MOST_LABELS}}}(?:(?<=[\w-]{{2}}\.){DOMAIN}(?![\w-])|{DOMAIN}(?=/)){PATH}
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
