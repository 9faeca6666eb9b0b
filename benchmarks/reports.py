"""CPU that a report costs: papermill's own engine, and kernels that are forked from a process that has all loaded.

    python benchmarks/reports.py data/processed [reports]

Both render the same reports of organizations, one after the other, and both make the same pages of them. Measured is
the CPU of all processes, from nothing loaded to the last page.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "organization-report.ipynb"


def main(processed: str, reports: str = "20") -> None:
    with tempfile.TemporaryDirectory() as folder:
        spent: dict[str, tuple[float, float]] = {}
        names = _organizations(processed, int(reports))
        for engine in ("stock", "forked"):
            command = [sys.executable, __file__, engine, str(Path(processed).resolve()), f"{folder}/{engine}"]
            before, begun = _children(), time.perf_counter()
            subprocess.run([*command, *names], check=True)  # noqa: S603
            spent[engine] = _children() - before, time.perf_counter() - begun
        same = all(
            path.read_bytes() == (Path(folder) / "forked" / path.name).read_bytes()
            for path in (Path(folder) / "stock").glob("*.html")
        )
    print(f"| {len(names)} reports | CPU-s a report | s a report |\n|---|---|---|")
    for engine, (cpu, wall) in spent.items():
        print(f"| {engine} | {cpu / len(names):.2f} | {wall / len(names):.2f} |")
    print(f"| ratio | {spent['stock'][0] / spent['forked'][0]:.2f} | {spent['stock'][1] / spent['forked'][1]:.2f} |")
    print(f"\npages identical: {'yes' if same else 'NO'}")


def _organizations(processed: str, top: int) -> list[str]:
    from analysis import load
    from analysis.reports.publishing.ranking import most_named

    return most_named(load(processed), top)


def _children() -> float:
    """Return the CPU seconds of all processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _render(engine: str, processed: str, out: str, *names: str) -> None:
    """Render reports in this process (stock, as a script around papermill would), or as the command does."""
    from analysis.reports.publishing import batch
    from analysis.reports.publishing.jobs import Job
    from analysis.reports.publishing.rendering import publish

    given = [{"organization": name, "processed": processed} for name in names]
    if engine == "stock":
        for parameters in given:
            publish(NOTEBOOK, parameters, Path(out), engine="stock", force=True)
    else:
        batch.run([Job(NOTEBOOK, parameters) for parameters in given], Path(out), force=True)


if __name__ == "__main__":
    if sys.argv[1] in ("stock", "forked"):
        _render(*sys.argv[1:])
    else:
        main(*sys.argv[1:])
