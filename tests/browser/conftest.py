"""A real browser for tests: Chromium as it is installed, driven by Playwright."""

import os
import shutil
from collections.abc import Callable

import pytest

from .opened import HEIGHTS, Opened, open_in

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
INSTALL = "install Chromium (on Debian and Ubuntu: apt install chromium) to run the tests in a real browser"


def chromium_path() -> str:
    """Return where Chromium is installed; an empty string when it is not."""
    return next(filter(None, map(shutil.which, NAMES)), "")


def _without(reason: str) -> None:
    """Skip where a person works, and fail where every test must run."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)


@pytest.fixture(scope="module")
def chromium():
    """The browser, one a module: while it runs, asyncio.run() is not to be had in its process."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _without("install playwright (it is in the extra dev) to run the tests in a real browser")
    if not (path := chromium_path()):
        _without(INSTALL)
    arguments = [*QUIET, "--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else list(QUIET)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium) -> Callable[..., Opened]:
    """Open a file in a window of its own, light or dark, which is closed after the test.

    Whatever a page asks of a network is recorded and refused.
    """
    contexts = []

    def open_page(path, width: int = 1280, dark: bool = False) -> Opened:
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme="dark" if dark else "light",
            offline=True,
        )
        contexts.append(context)
        return open_in(context, path)

    yield open_page
    for context in contexts:
        context.close()
