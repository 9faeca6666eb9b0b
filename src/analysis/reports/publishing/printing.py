"""The page of a report -> PDF, by a Chromium that reaches no network, or by WeasyPrint."""

import html as entities
import os
import re
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from analysis import __version__
from analysis.reports.publishing.about import About
from analysis.reports.publishing.formats import FormatError
from analysis.reports.publishing.leftovers import PREFIX
from analysis.reports.publishing.seals import END_OF_HEAD

BROWSERS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"),
    *(
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ),
)
SETTINGS = (
    *("--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-extensions", "--no-pdf-header-footer"),
    *("--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9"),
)
LONGEST = 180  # seconds
DATES = re.compile(rb"/(?:CreationDate|ModDate)\s*\(D:[^()]{0,40}\)")
INSTALL = (
    "install Chromium (apt install chromium, or Google Chrome), or WeasyPrint (pip install weasyprint), and run the "
    "command again; or print the page from a browser"
)


def print_pdf(html: str, about: About, page: Path) -> bytes:
    """Return a page as PDF.

    Parameters
    ----------
    html : str
        The page.
    about : About
        What it is of; its fingerprint stands in the PDF's Creator.
    page : Path
        Where the page of HTML has been written, for the message that no PDF could be.

    Raises
    ------
    FormatError
        There is no program that writes PDF, or it failed.
    """
    creator = f"discourse-analysis {__version__}; report {about.fingerprint}"
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser:
        return _without_dates(_by_browser(browser, html, creator, page))
    if find_spec("weasyprint"):
        return _without_dates(_by_weasyprint(html, creator))
    raise FormatError(f"no PDF: there is neither Chromium nor WeasyPrint. {page} is written; for PDF, {INSTALL}")


def _by_browser(browser: str, html: str, creator: str, page: Path) -> bytes:
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", ignore_cleanup_errors=True) as private:
        source, target = Path(private) / "page.html", Path(private) / "page.pdf"
        source.write_text(html, encoding="utf-8")
        command = [
            *(browser, *SETTINGS),
            *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),  # for root there is none
            *(f"--user-data-dir={Path(private) / 'profile'}", f"--user-agent={creator}", f"--print-to-pdf={target}"),
            source.as_uri(),
        ]
        fault = _run(command)
        written = target.read_bytes() if target.is_file() else b""
    if fault or not written.rstrip().endswith(b"%%EOF"):
        raise FormatError(f"no PDF: {browser} {fault or 'wrote none'}. {page} is written; print it from a browser")
    return written


def _run(command: list[str]) -> str:
    """Run a program with all that it starts, and say what went wrong; nothing if all went well."""
    own = {"process_group": 0} if os.name == "posix" else {}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **own)  # noqa: S603
    guard = _guard(process.pid) if os.name == "posix" else None
    try:
        code = process.wait(LONGEST)
        return f"ended with code {code}" if code else ""
    except subprocess.TimeoutExpired:
        return f"was not ready after {LONGEST} seconds"
    finally:
        _end(process)
        if guard:
            guard.communicate()


def _guard(group: int) -> subprocess.Popen | None:
    """Let a group of processes end with this one, also if it is killed: a pipe tells that it is no longer there."""
    script = ["/bin/sh", "-c", "read line; kill -9 0"]
    with suppress(OSError):  # the group has ended already
        return subprocess.Popen(script, stdin=subprocess.PIPE, process_group=group)  # noqa: S603
    return None


def _end(process: subprocess.Popen) -> None:
    try:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except (ProcessLookupError, PermissionError):
        pass
    process.wait()


def _by_weasyprint(html: str, creator: str) -> bytes:
    from weasyprint import HTML

    def refuse(url: str, *_args, **_more) -> dict:
        if not url.startswith("data:"):
            raise ValueError(f"a report loads nothing: {url:.80}")
        from weasyprint import default_url_fetcher

        return default_url_fetcher(url)

    named = f'<meta name="generator" content="{entities.escape(creator)}">\n{END_OF_HEAD}'
    return HTML(string=html.replace(END_OF_HEAD, named, 1), url_fetcher=refuse).write_pdf()


def _without_dates(pdf: bytes) -> bytes:
    """Leave out when it was printed, so that the same page gives the same bytes; what follows stays in its place.

    >>> _without_dates(b"</CreationDate (D:20230222)/Title (x)>")
    b'<                          /Title (x)>'
    """
    return DATES.sub(lambda found: b" " * len(found[0]), pdf)
