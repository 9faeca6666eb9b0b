"""The versions of what decides how a report looks, without importing any of it."""

import platform
from functools import cache
from importlib import metadata

NAMED_VERSIONS = (
    "discourse-analysis",
    "ftfy",
    "matplotlib",
    "networkx",
    "numpy",
    "nupunkt",
    "pandas",
    "papermill",
    "scipy",
)
OTHER_VERSIONS = ("jinja2", "lxml", "markdown-it-py", "pillow", "pyarrow")  # they too may change a page


def versions() -> dict[str, str]:
    """Return the versions that a report names: Python's and those of the packages that decide what it shows.

    >>> list(versions())[:2]
    ['Python', 'discourse-analysis']
    """
    return {"Python": platform.python_version()} | _versions(NAMED_VERSIONS)


def decisive_versions() -> dict[str, str]:
    """Return the versions that a report names, and those of the packages that only write it."""
    return versions() | _versions(OTHER_VERSIONS)


@cache  # it takes long, and what is installed stays while a process runs
def _versions(names: tuple[str, ...]) -> dict[str, str]:
    return {name: metadata.version(name) for name in names}
