"""JupyterLab in a real browser: every notebook runs, lines lead to documents, hostile tables stay text."""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest

from analysis import pipeline
from analysis.discourse.gazetteer import SHIPPED

from .opened import HEIGHTS

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra dev)").expect
pytest.importorskip("jupyterlab", reason="JupyterLab is not installed: pip install 'discourse-analysis[lab]'")

FOLDERS = ("CONFIG", "DATA", "RUNTIME")
OPTIONS = (
    "--no-browser",
    "--ServerApp.ip=127.0.0.1",
    "--ServerApp.port=0",
    "--LabApp.expose_app_in_browser=True",
    "--LabApp.extension_manager=readonly",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
)
PATIENCE = 120  # seconds
TOO_MANY = re.compile(r"S0[3-9]|S1")  # texts of the sample that are left out, so that the notebooks run faster

OPEN = """async path => {
    const app = window.jupyterapp;
    await app.restored;
    const panel = await app.commands.execute("docmanager:open", {path, factory: "Notebook"});
    await panel.context.ready;
    await panel.sessionContext.ready;
    app.shell.activateById(panel.id);
    await panel.revealed;
}"""
RUN = """async () => {
    const app = window.jupyterapp;
    await app.commands.execute("notebook:run-all-cells");
    const cells = app.shell.currentWidget.content.widgets.map(cell => cell.model.sharedModel.toJSON());
    return cells.filter(cell => cell.cell_type === "code");
}"""
ENTER = """async source => {
    const app = window.jupyterapp;
    await app.restored;
    if (app.shell.currentWidget?.title.label !== "mine.ipynb") {
        const panel = await app.commands.execute("notebook:create-new", {cwd: "notebooks", kernelName: "python3"});
        await panel.sessionContext.ready;
        await app.serviceManager.contents.rename(panel.context.path, "notebooks/mine.ipynb");
    }
    const notebook = app.shell.currentWidget.content;
    notebook.model.sharedModel.insertCell(0, {cell_type: "code", source});
    notebook.activeCellIndex = 0;
    await app.commands.execute("notebook:run-cell");
}"""
CLOSE = """async () => {
    const panel = window.jupyterapp.shell.currentWidget;
    await panel.context.save();
    await panel.sessionContext.shutdown();
    panel.dispose();
}"""


EXPLORER = """from analysis import load, reports
reports.explore_concordance(load(), "road")"""
TABLE = """import pandas as pd
from analysis import reports
cells = ["<img src=x onerror=alert(2)>", "</script><script>alert(3)</script>", *["plain"] * 20]
numbers = {"rate": [*[None] * 21, 0.5], "number": range(22, 0, -1)}
rows = pd.DataFrame({"<script>alert(1)</script>": cells, **numbers})
reports.sortable(reports.Table(rows, "<script>alert(4)</script>"))"""


class Lab:
    """JupyterLab opened in a page, with what it asked of a network and every dialog that it showed."""

    def __init__(self, page, address: str) -> None:
        self.page, self.elsewhere, self.dialogs = page, [], []
        page.on("request", lambda request: self._note(request.url))
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(address)
        page.wait_for_function("window.jupyterapp !== undefined", timeout=PATIENCE * 1000)

    def run(self, name: str) -> list[dict]:
        """Open a notebook and run it; return its code cells with their outputs. It stays open."""
        self.page.evaluate(OPEN, f"notebooks/{name}.ipynb")
        return self.page.evaluate(RUN)

    def enter(self, source: str) -> None:
        """Run a cell at the top of a notebook of its own."""
        self.page.evaluate(ENTER, source)

    def close(self) -> None:
        """Save and close the notebook that is open, and end its kernel."""
        self.page.evaluate(CLOSE)

    def _note(self, url: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and urlsplit(url).hostname != "127.0.0.1":
            self.elsewhere.append(url)


@pytest.fixture(scope="module")
def folder(shipped, tmp_path_factory):
    """A project of its own, with some texts of the sample, whose notebooks may be run and saved."""
    project = tmp_path_factory.mktemp("project")
    raw = project / "data" / "raw"
    shutil.copytree(shipped.parents[1] / "notebooks", project / "notebooks")
    shutil.copytree(shipped, raw, ignore=lambda folder, names: [name for name in names if TOO_MANY.match(name)])
    pipeline.build(raw, project / "data" / "processed", gazetteer=SHIPPED)
    return project


@pytest.fixture(scope="module")
def server(folder, tmp_path_factory):
    """The address of a JupyterLab that nobody else can reach, which ends with the tests."""
    private = tmp_path_factory.mktemp("jupyter")
    settings = {f"JUPYTER_{name}_DIR": private / name.lower() for name in FOLDERS}
    settings |= {f"JUPYTERLAB_{name}_DIR": private / name.lower() for name in ("SETTINGS", "WORKSPACES")}
    settings |= {"IPYTHONDIR": private / "ipython", "JUPYTER_TOKEN": secrets.token_hex(16)}
    command = [sys.executable, "-m", "jupyterlab", *OPTIONS, f"--ServerApp.root_dir={folder}"]
    command += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with (private / "log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | {name: str(value) for name, value in settings.items()}, stderr=log
        )
        try:
            yield _address(private, process, str(settings["JUPYTER_TOKEN"]))
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _address(private, process, token: str) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        for path in (private / "runtime").glob("jpserver-*.json"):
            text = path.read_text(encoding="utf-8")
            if text.endswith("}") and (port := json.loads(text)["port"]):
                return f"http://127.0.0.1:{port}/lab?reset&token={token}"
        time.sleep(0.1)
    raise AssertionError((private / "log").read_text())


@pytest.fixture(scope="module")
def lab(chromium, server):
    context = chromium.new_context(viewport={"width": 1280, "height": HEIGHTS[1280]})
    expect.set_options(timeout=PATIENCE * 500)
    yield Lab(context.new_page(), server)
    context.close()


def test_every_notebook_runs_without_an_error(lab, folder):
    for path in sorted((folder / "notebooks").glob("*.ipynb")):
        cells = lab.run(path.stem)
        failed = [
            output for cell in cells for output in cell["outputs"] if output["output_type"] in ("error", "stream")
        ]
        assert not failed, path.stem
        assert cells and all(cell["execution_count"] for cell in cells), path.stem
        lab.close()
    assert not lab.elsewhere and not lab.dialogs


def test_a_typed_word_shows_its_lines_and_a_line_its_document(lab):
    lab.enter(EXPLORER)
    lines, passage = lab.page.locator(".discourse-lines select"), lab.page.locator(".passage")
    expect(passage).to_contain_text("road")
    query = lab.page.get_by_label("Search for")
    query.fill("corridor*")
    query.press("Enter")
    expect(lab.page.get_by_text("“corridor*” stands")).to_be_visible()
    expect(passage.locator("mark strong")).to_have_text(re.compile("corridor", re.IGNORECASE))
    first = passage.inner_text()
    lines.select_option(index=3)
    expect(passage).not_to_have_text(first, use_inner_text=True)
    chosen = passage.inner_text()
    lines.press("ArrowDown")
    expect(passage).not_to_have_text(chosen, use_inner_text=True)
    query.fill('"not closed')
    query.press("Enter")
    expect(lab.page.get_by_text("the query cannot be read")).to_be_visible()
    expect(passage).to_have_count(0)
    assert not lab.elsewhere and not lab.dialogs


def test_a_table_sorts_and_searches_and_hostile_cells_stay_text(lab):
    lab.enter(TABLE)
    table = lab.page.locator(".discourse-table")
    rows = table.locator("tbody tr:visible")
    search = table.get_by_label("Search:")
    search.fill("onerror")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("<img src=x onerror=alert(2)>")
    expect(table.locator("th:visible").first).to_have_text("<script>alert(1)</script>")
    search.fill("plain")
    table.locator("th:visible", has_text="number").click()
    expect(rows.first.locator("td").last).to_have_text("1")
    expect(rows).to_have_count(10)
    expect(rows.first.locator("td").nth(1)).to_have_text("0.5")
    expect(rows.nth(1).locator("td").nth(1)).to_have_text("")
    assert table.locator("img").count() == 0
    assert not lab.elsewhere and not lab.dialogs
