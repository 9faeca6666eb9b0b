"""The command that renders reports again and says what differs."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from analysis import project
from analysis.messages import FOLDER, SECONDS, errors_as_messages, shown

IDENTICAL, DIFFERENT, UNVERIFIED = 0, 1, 2
FIRST = 10


@click.command()
@click.argument("files", nargs=-1, required=True, type=FOLDER, metavar="FILE...")
@click.option("--processed", type=FOLDER, help="Folder of the tables  [default: data/processed]")
@click.option("--notebooks", type=FOLDER, help="Folder of the notebooks  [default: notebooks]")
@click.option("--timeout", type=SECONDS, default=600, show_default=True, help="Seconds for one cell.")
@click.option("--all", "every", is_flag=True, help=f"Say all that differs, not only the first {FIRST}.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array, for machines.")
def verify(
    files: tuple[Path, ...],
    processed: Path | None,
    notebooks: Path | None,
    timeout: float,
    every: bool,
    as_json: bool,
) -> None:
    """Render reports again from what their pages say of themselves, and say what differs.

    FILE is a page that `discourse report` has written; it is only read. The exit code is 0 when all are identical,
    1 when one differs, and 2 when one cannot be rendered again.

    \b
    Example: discourse verify reports/overview.html
    """
    with errors_as_messages(UNVERIFIED):
        notebooks = notebooks or project.find().notebooks
        found = []
        for file in files:
            found.append(_verified(file, notebooks, processed, timeout))
            if not as_json:
                _echo(found[-1], every)
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    sys.exit(max(CODES[report["result"]] for report in found))


CODES = {"identical": IDENTICAL, "index": IDENTICAL, "differs": DIFFERENT, "not verified": UNVERIFIED}


def _verified(file: Path, notebooks: Path, processed: Path | None, timeout: float) -> dict[str, Any]:
    """Verify one file, and return what came of it as plain values."""
    from analysis.reports.publishing.verifying import VerificationError, verify

    name = shown(file)
    if file.name == "index.html":
        return {"file": name, "result": "index"}
    try:
        done = verify(file, notebooks, processed or "", timeout=timeout)
    except (VerificationError, OSError) as error:
        return {"file": name, "result": "not verified", "why": str(error)}
    return {
        "file": name,
        "result": "identical" if done.identical else "differs",
        "sha256": done.sha256,
        "edited": done.edited,
        "origins": list(done.origins),
        "differences": [vars(one) | {"text": str(one)} for one in done.differences],
    }


def _echo(report: dict[str, Any], every: bool) -> None:
    from analysis.ledger import visible

    def say(text: str) -> None:
        click.echo(visible(text))

    name, result = report["file"], report["result"]
    if result == "index":
        say(f"{name}: passed over, as it is the index of the reports")
    elif result == "not verified":
        say(f"{name}: not verified: {' '.join(report['why'].split())}")
    elif result == "identical":
        say(f"{name}: identical: SHA-256 {report['sha256']}")
    else:
        _echo_differences(report, every, say)


def _echo_differences(report: dict[str, Any], every: bool, say) -> None:
    from analysis.reports.publishing.verifying import NOTHING_SEEN

    differences = report["differences"]
    count = f"{len(differences):,} {'place' if len(differences) == 1 else 'places'}"
    say(f"{report['file']}: differs in {count}" if differences else f"{report['file']}: shows the same")
    if report["edited"]:
        say("  The file was changed after it was rendered: its SHA-256 is not the one that it states.")
    if report["origins"]:
        say("  Since it was rendered, these have changed:")
        for origin in report["origins"]:
            say(f"    {origin}")
    elif not report["edited"]:
        say("  It was made from the same data, notebook, code and versions as now.")
    if not differences:
        say(f"  {NOTHING_SEEN[0].upper()}{NOTHING_SEEN[1:]}.")
        return
    say("  What differs, in the order of the page (old → new):")
    told = differences if every else differences[:FIRST]
    for difference in told:
        say(f"    {difference['text']}")
    if len(told) < len(differences):
        say(f"    and {len(differences) - len(told):,} more: --all says them")
