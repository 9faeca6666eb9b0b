"""The marks that figures share: numbers in cells can be read on every color."""

import numpy as np
import pytest
from matplotlib import colormaps
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from analysis.reports.drawing import contrast, draw_grid_of_shares, text_color, write_in_cells

READABLE = 4.5  # WCAG 2, success criterion 1.4.3


def luminance(color):
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one, other):
    lighter, darker = max(luminance(one), luminance(other)), min(luminance(one), luminance(other))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("one", "other", "known"),
    # As published for these pairs of gray and white, and the two ends.
    [("#ffffff", "#000000", 21), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54), ("#123456", "#123456", 1)],
)
def test_contrast_is_what_the_guidelines_say_whichever_color_is_first(one, other, known):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(known, abs=0.005)
    assert ratio(one, other) == pytest.approx(known, abs=0.005)


@pytest.mark.parametrize("name", ["Blues", "Greys", "viridis", "hsv"])
def test_text_can_be_read_on_every_color_of_a_map(name):
    for color in colormaps[name](np.linspace(0, 1, 257)):
        assert ratio(text_color(color), color) >= READABLE


def test_every_number_of_a_grid_can_be_read_on_its_cell():
    numbers = np.arange(0, 101).reshape(1, -1)
    axes = Figure().subplots()
    cells = axes.imshow(numbers, cmap="Blues", vmin=0, vmax=110)
    write_in_cells(cells, "{:,}".format)
    assert [text.get_text() for text in axes.texts] == [str(number) for number in range(101)]
    for number, text in enumerate(axes.texts):
        assert ratio(text.get_color(), colormaps["Blues"](number / 110)) >= READABLE, number


def test_every_share_of_a_grid_can_be_read_on_its_cell():
    shares = np.linspace(0, 0.8, 81).reshape(9, 9)
    axes = Figure().subplots()
    draw_grid_of_shares(axes, shares, list("abcdefghi"))
    assert [text.get_text() for text in axes.texts] == [str(percent) for percent in range(81)]
    for share, text in zip(shares.ravel(), axes.texts, strict=True):
        assert ratio(text.get_color(), colormaps["Blues"](share / 0.8)) >= READABLE, share
