"""The figures of reports -> pictures small enough to be compared side by side."""

import base64
import binascii
import io
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PIL import Image

PICTURE = (480, 300)
WIDTH, HEIGHT = 240.0, 70.0
MOST_TIMES = 1200
MONTH = re.compile("[0-9]{4}-(?:0[1-9]|1[0-2])")
PERIOD = re.compile(f"{MONTH.pattern}|[0-9]{{4}}")
MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True)
class Series:
    """Numbers over months or years; a time of which nothing is known is None.

    Attributes
    ----------
    values : dict
        The number of each month (2023-02) or year (2023).
    """

    values: dict[str, float | None]

    @property
    def most(self) -> float:
        """The largest number."""
        return max((value for value in self.values.values() if value is not None), default=0.0)

    @property
    def peak(self) -> str:
        """The first time that has it."""
        return next((time for time, value in self.values.items() if value == self.most), "")


def read_series(content: str) -> Series | None:
    """Read the numbers that a figure carries; nothing of what is none of ours.

    Parameters
    ----------
    content : str
        JSON that maps months or years to numbers.

    Examples
    --------
    >>> read_series('{"2022-12": 3, "2023-01": null}').values
    {'2022-12': 3.0, '2023-01': None}
    >>> read_series('{"2022-12": "many"}') is None
    True
    """
    try:
        read = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(read, dict) or not 0 < len(read) <= MOST_TIMES or not all(map(PERIOD.fullmatch, read)):
        return None
    if not all(value is None or type(value) in (int, float) for value in read.values()):
        return None
    known = {time: value if value is not None and math.isfinite(value) else None for time, value in read.items()}
    if any(value is not None and value < 0 for value in known.values()):
        return None
    return Series({time: None if known[time] is None else float(known[time]) for time in sorted(known)})


def drawings(every: Iterable[Series]) -> list[dict]:
    """Return the bars of several series on one time axis and one scale, so that they can be compared.

    Parameters
    ----------
    every : iterable of Series
        What to draw.

    Returns
    -------
    list of dict
        For each its bars and gaps (x, y, width, height), its largest number with the time of it, and what all have
        in common: the largest number of all, the first and the last time.

    Examples
    --------
    >>> first, second = drawings([Series({"2023-01": 4.0}), Series({"2023-02": 2.0})])
    >>> first["bars"], second["bars"]
    ([(0.5, 0.0, 119.0, 70.0)], [(120.5, 35.0, 119.0, 35.0)])
    """
    series = list(every)
    times = sorted({time for one in series for time in one.values})
    most = max((one.most for one in series), default=0.0)
    begin, end = min(map(_begin, times), default=0), max((_begin(time) + _months(time) for time in times), default=1)
    return [
        {
            "bars": [_bar(time, value, most, begin, end) for time, value in one.values.items() if value],
            "gaps": [_bar(time, most, most, begin, end) for time, value in one.values.items() if value is None],
            "most": written(one.most),
            "peak": named(one.peak),
            "most_of_all": written(most),
            "first": axis_label(times[0]),
            "last": axis_label(times[-1]),
        }
        for one in series
    ]


def _bar(time: str, value: float, most: float, begin: int, end: int) -> tuple[float, float, float, float]:
    step = WIDTH / (end - begin)
    height = HEIGHT * value / most if most else HEIGHT
    width = step * _months(time)
    gap = min(0.5, width / 8)
    place = ((_begin(time) - begin) * step + gap, HEIGHT - height, width - 2 * gap, height)
    return tuple(round(number, 2) for number in place)


def _begin(time: str) -> int:
    """Return how many months lie before a month or a year."""
    return int(time[:4]) * 12 + int(time[5:7] or 1) - 1


def _months(time: str) -> int:
    return 1 if time[5:] else 12


def written(value: float) -> str:
    """Write a number as short as its size allows.

    >>> written(1234.0), written(0.256), written(3.0)
    ('1,234', '0.26', '3')
    """
    return f"{value:,.0f}" if value.is_integer() or value >= 99.5 else f"{value:.2g}"


def named(time: str) -> str:
    """Write a month or a year as people do.

    >>> named("2023-02"), named("2023"), named("")
    ('February 2023', '2023', '')
    """
    return f"{MONTHS[int(time[5:7]) - 1]} {time[:4]}" if time[5:7] else time


def axis_label(time: str) -> str:
    """Write a month or a year for the end of an axis.

    >>> axis_label("2022-12"), axis_label("2023")
    ('Dec 2022', '2023')
    """
    return f"{MONTHS[int(time[5:7]) - 1][:3]} {time[:4]}" if time[5:7] else time


def downscaled(sources: Iterable[str]) -> str:
    """Make a small picture of the first picture that can be read.

    Parameters
    ----------
    sources : iterable of str
        Addresses of pictures, of which those count that hold a PNG file themselves.

    Returns
    -------
    str
        A PNG file in base64; an empty string when there is none.
    """
    for source in sources:
        head, _, encoded = source.partition(",")
        if head == "data:image/png;base64":
            try:
                return _small(base64.b64decode(encoded))
            except (OSError, ValueError, SyntaxError, binascii.Error, Image.DecompressionBombError):
                continue
    return ""


def small_multiples(series: Mapping[str, Series]) -> dict[str, dict]:
    """Return the drawings of several series by the names that they have.

    Parameters
    ----------
    series : mapping of str to Series
        What to draw with one scale, by name.
    """
    return dict(zip(series, drawings(series.values()), strict=True))


def _small(content: bytes) -> str:
    with Image.open(io.BytesIO(content)) as picture:
        small = picture.convert("RGB")
    small.thumbnail(PICTURE, Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(buffer, format="PNG", optimize=True)
    return base64.b64encode(buffer.getvalue()).decode()
