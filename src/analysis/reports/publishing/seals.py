"""A page with the digest of itself in its head, by which a page that somebody changed can be told."""

import hashlib

from analysis.reports.publishing.linking import unlinked

SEAL = '<meta name="seal" content="sha256-{}">\n'
END_OF_HEAD = "</head>"


def sealed(page: str) -> str:
    """Write the SHA-256 of a page into its head.

    Parameters
    ----------
    page : str
        HTML that has a head.

    >>> page = "<html><head></head><body>3 documents</body></html>"
    >>> is_whole(sealed(page)), is_whole(sealed(page).replace("3 d", "4 d")), is_whole(page)
    (True, False, False)
    """
    return page.replace(END_OF_HEAD, SEAL.format(_digest(page)) + END_OF_HEAD, 1)


def is_whole(page: str) -> bool:
    """Tell whether a page is as it was written, but for links to other reports, which depend on its folder.

    Parameters
    ----------
    page : str
        HTML, of anybody.
    """
    head, end, rest = page.partition(END_OF_HEAD)
    written, mark, seal = head.rpartition(SEAL.partition("{}")[0])
    return bool(end and mark) and mark + seal == SEAL.format(_digest(written + end + rest))


def _digest(page: str) -> str:
    return hashlib.sha256(unlinked(page).encode("utf-8", "surrogatepass")).hexdigest()
