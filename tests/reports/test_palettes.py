"""Figures keep the colors that they were drawn in."""

import numpy as np
import pytest
from PIL import Image

from analysis.reports.palettes import COLORS, with_palette


def picture(colors: int) -> Image.Image:
    """Draw as many colors as told, each as a pixel of a row, upon ten rows of white."""
    numbers = np.random.default_rng(1).choice(1 << 24, colors, replace=False)
    row = np.stack([numbers >> 16, numbers >> 8 & 255, numbers & 255], axis=1)
    white = np.full((10, colors, 3), 255)
    return Image.fromarray(np.concatenate([white, row[None]]).astype(np.uint8))


@pytest.mark.parametrize("colors", [1, 2, COLORS - 1])
def test_a_picture_of_few_colors_stays_the_very_same(colors):
    drawn = picture(colors)
    shown = with_palette(drawn)
    assert shown.mode == "P"
    assert shown.convert("RGB").tobytes() == drawn.tobytes()


@pytest.mark.parametrize("colors", [COLORS, 5_000])
def test_a_picture_of_more_colors_is_left_with_256_and_its_paper_white(colors):
    shown = with_palette(picture(colors))
    assert len(shown.getcolors()) <= COLORS
    assert (np.asarray(shown.convert("RGB"))[:10] == 255).all()
