"""What a package hands out by name: imported when it is first used, so that nobody waits for what he does not use."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def hand_out(package: str, homes: Mapping[str, str]) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the `__getattr__` and the `__dir__` of a package.

    Parameters
    ----------
    package : str
        Its `__name__`.
    homes : mapping of str to str
        For each name, the module of the package that holds it.

    >>> get, names = hand_out("collections", {"Mapping": "abc"})
    >>> get("Mapping").__name__, names()
    ('Mapping', ['Mapping'])
    """

    def get(name: str) -> Any:
        if name in homes:
            return getattr(import_module(f"{package}.{homes[name]}"), name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return get, lambda: sorted(homes)
