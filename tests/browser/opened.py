"""A page opened in a real browser, with a record of all that it tries to do by itself."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

HEIGHTS = {375: 812, 1280: 900}


@dataclass
class Opened:
    """A page, and what it did: every list is empty for a page that only shows something."""

    page: object  # playwright.sync_api.Page
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)  # all but the page itself and what it holds as data:
    scripts: list[str] = field(default_factory=list)  # each script of the page that the browser compiled to run it
    errors: list[str] = field(default_factory=list)  # the console's, such as what a security policy refused

    def did(self) -> list[str]:
        """Name all that a page without scripts and without a network must not do."""
        named = {"dialog": self.dialogs, "request": self.requests, "script": self.scripts, "error": self.errors}
        return [f"{what}: {entry:.300}" for what, entries in named.items() for entry in entries]

    def open_all(self) -> None:
        """Open every details element, as a reader would."""
        self.page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")

    def scroll_through(self) -> None:
        """Look at all of the page, so that what a browser puts off is done."""
        self.page.evaluate("for (let y = 0; y < document.body.scrollHeight; y += 800) window.scrollTo(0, y)")

    def text(self) -> str:
        """Return what a reader sees."""
        return self.page.inner_text("body")

    def too_wide(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def open_in(context, path: Path | str) -> Opened:
    """Open a file, or an address that has a scheme, in a browser's context, and record what it does."""
    address = str(path) if re.match(r"\w+:", str(path)) else Path(path).resolve().as_uri()
    opened = Opened(context.new_page())
    session = context.new_cdp_session(opened.page)
    session.on("Debugger.scriptParsed", lambda script: _note_script(opened, script))
    session.send("Debugger.enable")
    opened.page.on("dialog", lambda dialog: _note_dialog(opened, dialog))
    opened.page.on("request", lambda request: _note_request(opened, request.url, address))
    opened.page.on("console", lambda said: opened.errors.append(said.text) if said.type == "error" else None)
    opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
    opened.page.on("popup", lambda other: opened.requests.append(other.url))
    opened.page.goto(address)
    return opened


def _note_dialog(opened: Opened, dialog) -> None:
    from playwright.sync_api import Error

    opened.dialogs.append(dialog.message)
    with suppress(Error):  # another dialog has taken its place
        dialog.dismiss()


def _note_request(opened: Opened, url: str, address: str) -> None:
    if url.partition("#")[0] != address.partition("#")[0] and not url.startswith(("data:", "blob:")):
        opened.requests.append(url)


def _note_script(opened: Opened, script: dict) -> None:
    """What the tests themselves evaluate has no address; what a page runs has the page's, or one of its own."""
    if script["url"] or script.get("hasSourceURL"):
        opened.scripts.append(f"{script['url']}, line {script['startLine'] + 1}")
