"""Pictures, compared with stored ones that were looked at by eye in both themes, and what they may cost."""

from __future__ import annotations

import io
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from bot import charts
from bot.charts import _look
from tests.bot.pictures import FOLDER, pictures

ALL = pictures()
FEW = 0.02  # share of pixels that may differ: another version of the fonts' rasterizer
CLEARLY = 48  # of 255


@pytest.mark.parametrize("name", ALL)
def test_a_picture_is_as_it_was_looked_at(name: str) -> None:
    drawn = Image.open(io.BytesIO(charts.drawn(*ALL[name]))).convert("RGB")
    stored = Image.open(FOLDER / f"{name}.png").convert("RGB")
    assert drawn.size == stored.size
    assert drawn.width == 1080, "as wide as a phone's screen"
    differs = np.abs(np.asarray(drawn, dtype=int) - np.asarray(stored, dtype=int)).max(axis=2) > CLEARLY
    assert differs.mean() < FEW, "if it is meant to look different: python -m tests.bot.pictures, and look at it in both themes"


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_everything_can_be_told_apart() -> None:
    """Text is easily read, signs are seen on both backgrounds, and moods differ in shape as well as in colour."""
    for theme in _look.THEMES.values():
        assert contrast(theme["ink"], theme["back"]) > 7
        assert contrast(theme["soft"], theme["back"]) > 2.9
        assert all(contrast(colour, theme["back"]) > 2 for colour in _look.COLOURS.values())
    assert len(set(_look.SHAPES.values())) == len(set(_look.COLOURS.values())) == 5


def test_signs_without_a_glyph_are_left_out() -> None:
    assert _look.readable("🌤️ Keseharianmu – café ↑ (WHO-5)") == "Keseharianmu – café ↑ (WHO-5)"


def test_no_panels_are_a_picture_too() -> None:
    assert charts.drawn("scales", {"panels": [], "months": "Jan," * 12, "better": "", "dark": False})[:4] == b"\x89PNG"


def test_the_drawing_library_is_loaded_with_the_first_picture_only() -> None:
    code = "import sys, bot.app; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
