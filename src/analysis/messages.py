"""What a command says to the person who called it."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

FOLDER = click.Path(path_type=Path)


class FiniteRange(click.FloatRange):
    """Numbers from one to another; not nan, which is neither too small nor too large, and not inf."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number that a person wrote."""
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not a number that can be counted to: write one such as 600.", param, ctx)
        return number


SECONDS = FiniteRange(1)


@contextmanager
def errors_as_messages(code: int = 1) -> Iterator[None]:
    """Turn errors that are written for the user into one message, without a traceback.

    Parameters
    ----------
    code : int
        The exit code.
    """
    try:
        yield
    except (ValueError, OSError) as error:
        if isinstance(error, OSError) or type(error).__module__.startswith("analysis"):
            message = click.ClickException(str(error))
            message.exit_code = code
            raise message from error
        raise


def shown(path: Path) -> str:
    """Write a path as short as it can be written here.

    >>> shown(Path("data/raw"))
    'data/raw'
    """
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def pair(text: str, option: str) -> tuple[str, str]:
    """Part what an option says into a name and a value.

    >>> pair("top=7", "--set")
    ('top', '7')
    """
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise click.UsageError(f"{option} {text!r}: write it as NAME=VALUE")
    return name.strip(), value
