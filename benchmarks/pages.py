"""Measure HTML pages in headless Chromium: python benchmarks/pages.py PAGE.html [PAGE.html ...]

Prints a Markdown table: one column a page, one row a measure. Each page is opened from the disk with all requests to
a network refused and counted. What is counted:

kB, kB beside it: size of the page, and of the files that it loads from the disk (its scripts, styles and pictures).
scripts: script elements once the page is loaded, those that hold data left out.
requests: different addresses of a network that it asks for, by kind (script, stylesheet, font, image).
images with words: images whose alt text or label says something; "No description has been provided" does not.
numbered: figcaption and caption elements that begin with "Figure 1", "Table 1", "Fig. 1" and such.
tables with a caption: tables with a caption element, in a figure with a figcaption, or named by aria-label(ledby).
downloads: links with the attribute download. opens: details elements that are no part of such another.
serious: what axe-core's rules find with the impact serious or critical, light and dark; kinds, and places.
wider: pixels that the page at 375 px is wider than the window, so that it must be moved sideways.
dark: whether the page's background is dark where a person wants it dark.
without script: characters of visible text without scripts as a share of those with scripts.
policy: whether the page forbids scripts and requests by a Content-Security-Policy of its own.
code: lines of code that the page shows before its reader asks for them.
print: pages of the PDF that Chromium prints, A4.
"""

import re
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, Route, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
COUNTS = r"""() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const said = words => words && words.trim() && !/^No description has been provided|^Image$/.test(words);
  const numbered = e => /^\s*(Figure|Table|Fig\.?|Tab\.?)\s*\d/.test(e.textContent);
  const called = t => t.caption || t.ariaLabel || t.getAttribute("aria-labelledby")
    || t.closest("figure")?.querySelector("figcaption");
  const data = e => e.type && !/javascript|module|ecmascript/.test(e.type);
  const back = e => e && getComputedStyle(e).backgroundColor.match(/[\d.]+/g).map(Number);
  const clear = c => !c || c[3] === 0;
  const color = [back(document.body), back(document.documentElement)].find(c => !clear(c)) ?? [255, 255, 255];
  const images = all("img, svg[role=img]");
  return {
    scripts: all("script").filter(e => !data(e)).length,
    images: images.length,
    worded: images.filter(e => said(e.alt) || said(e.ariaLabel) || e.getAttribute("aria-labelledby")).length,
    numbered: all("figcaption, caption").filter(numbered).length,
    tables: all("table").length,
    called: all("table").filter(called).length,
    downloads: all("a[download]").length,
    opens: all("details").filter(e => !e.parentElement.closest("details")).length,
    policy: all("meta[http-equiv=Content-Security-Policy]").some(e => e.content.includes("default-src 'none'")),
    code: all("pre:not(details *)").filter(e => e.closest(".jp-InputArea, .input_area, .cell-code"))
      .map(e => e.textContent.trimEnd().split("\n").length).reduce((a, b) => a + b, 0),
    text: document.body.innerText.length,
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    dark: color.slice(0, 3).reduce((a, b) => a + b) < 240,
  };
}"""


def serious(page: Page) -> Counter[str]:
    """Count the places of each serious or critical finding of axe-core."""
    found = Axe().run(page).response["violations"]
    return Counter({each["id"]: len(each["nodes"]) for each in found if each["impact"] in {"serious", "critical"}})


def opened(browser: Browser, path: Path, asked: dict[str, str], *, width: int = 1280, **context: Any) -> Page:
    """Open a page in a window of its own; note what it asks for in `asked`, address -> kind."""

    def decide(route: Route, request: Request) -> None:
        asked[request.url] = request.resource_type
        route.continue_() if urlsplit(request.url).scheme in {"file", "data", "blob"} else route.abort()

    window = browser.new_context(viewport={"width": width, "height": 900}, **context)
    window.route("**/*", decide)
    page = window.new_page()
    page.goto(path.resolve().as_uri(), wait_until="load")
    page.wait_for_timeout(500)
    return page


def measured(browser: Browser, path: Path) -> dict[str, str]:
    """Measure one page: measure -> what is printed."""
    asked: dict[str, str] = {}
    wide = opened(browser, path, asked)
    counts = wide.evaluate(COUNTS)
    light = serious(wide)
    sheets = len(re.findall(rb"/Type\s*/Page\b", wide.pdf(format="A4")))
    narrow = opened(browser, path, {}, width=375).evaluate(COUNTS)
    night = opened(browser, path, {}, color_scheme="dark")
    plain = opened(browser, path, {}, java_script_enabled=False).evaluate(COUNTS)
    places = {urlsplit(url) for url in asked}
    beside = {unquote(place.path) for place in places if place.scheme == "file"} - {str(path.resolve())}
    remote = Counter(kind for url, kind in asked.items() if urlsplit(url).scheme not in {"file", "data", "blob"})
    dark, after = night.evaluate(COUNTS)["dark"], serious(night)
    for window in browser.contexts:
        window.close()
    return {
        "kB": f"{path.stat().st_size / 1000:,.0f}",
        "kB beside it": f"{sum(Path(file).stat().st_size for file in beside if Path(file).is_file()) / 1000:,.0f}",
        "scripts": str(counts["scripts"]),
        "requests": ", ".join(f"{number} {kind}" for kind, number in sorted(remote.items())) or "0",
        "images with words": f"{counts['worded']} of {counts['images']}",
        "numbered": str(counts["numbered"]),
        "tables with a caption": f"{counts['called']} of {counts['tables']}",
        "downloads": str(counts["downloads"]),
        "opens": str(counts["opens"]),
        "serious, light": described(light),
        "serious, dark": described(after),
        "wider, px": str(narrow["wider"]),
        "dark": "yes" if dark else "no",
        "without script": f"{plain['text'] / max(1, counts['text']):.0%}",
        "policy": "yes" if counts["policy"] else "no",
        "code": f"{counts['code']:,}",
        "print": str(sheets),
    }


def described(found: Counter[str]) -> str:
    """Say what axe-core found: color-contrast 12, image-alt 1."""
    return ", ".join(f"{rule} {places}" for rule, places in sorted(found.items())) or "0"


def main() -> None:
    """Print the table."""
    pages = [Path(name) for name in sys.argv[1:]] or sys.exit(__doc__)
    program = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        columns = [measured(browser, page) for page in pages]
        browser.close()
    print("| | " + " | ".join(page.stem for page in pages) + " |")
    print("|---" * (len(pages) + 1) + "|")
    for measure in columns[0]:
        print(f"| {measure} | " + " | ".join(column[measure] for column in columns) + " |")


if __name__ == "__main__":
    main()
