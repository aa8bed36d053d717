"""Colours of an instance are readable by calculation."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.domain.colours import (
    DARK,
    LIGHT,
    READABLE,
    contrast,
    is_readable,
    mix,
    nearest_readable,
    parsed,
    shades_of,
    style_sheet,
)

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
SCHEMES = st.sampled_from([LIGHT, DARK])


class TestWritingAColour:
    @pytest.mark.parametrize(
        ("text", "colour"),
        [("#0f6a70", "#0f6a70"), (" #0F6A70 ", "#0f6a70"), ("#abc", "#aabbcc")],
    )
    def test_is_understood(self, text, colour):
        assert parsed(text) == colour

    @pytest.mark.parametrize(
        "text", ["-", "red", "#12", "#12345g", "#0f6a70;", "#0f6a70\n}", "0f6a70"]
    )
    def test_is_refused(self, text):
        with pytest.raises(ValueError, match=re.escape(text)):
            parsed(text)


class TestContrast:
    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#123456", "#123456", 1)],
    )
    def test_is_the_one_of_wcag(self, one, other, expected):
        assert contrast(one, other) == pytest.approx(expected, abs=0.005)
        assert contrast(other, one) == contrast(one, other)

    def test_mixing_goes_from_one_colour_to_the_other(self):
        assert mix("#102030", "#ffffff", 0) == "#102030"
        assert mix("#102030", "#ffffff", 1) == "#ffffff"
        assert mix("#000000", "#ffffff", 0.5) == "#808080"


class TestReadableShades:
    @given(COLOURS, SCHEMES)
    def test_there_is_one_near_every_colour(self, colour, scheme):
        shade = nearest_readable(colour, scheme)
        assert is_readable(shade, scheme)
        assert shade == colour or not is_readable(colour, scheme)

    @given(COLOURS, SCHEMES)
    def test_of_a_readable_accent_are_readable_where_they_are_used(self, colour, scheme):
        shades = shades_of(nearest_readable(colour, scheme), scheme)
        for text, ground in [
            (shades.accent, scheme.hardest),
            (shades.strong, scheme.hardest),
            (shades.accent, shades.soft),
            (shades.strong, shades.soft),
            (scheme.ink, shades.soft),
            (shades.on_accent, shades.accent),
            (shades.on_accent, shades.strong),
        ]:
            assert contrast(text, ground) >= READABLE


class TestTheStyleSheet:
    def test_is_empty_without_colours(self):
        assert style_sheet("", "") == ""

    def test_of_a_light_colour_makes_the_dark_one_from_it(self):
        sheet = style_sheet("#7a1f5c", "")
        assert "--accent: #7a1f5c;" in sheet
        assert "prefers-color-scheme: dark" in sheet

    def test_of_a_dark_colour_alone_leaves_the_light_look_as_it_is(self):
        sheet = style_sheet("", "#f0b0e0")
        assert sheet.startswith("@layer tokens { @media (prefers-color-scheme: dark)")
        assert "--accent: #f0b0e0;" in sheet

    @pytest.mark.parametrize(("scheme", "place"), [(LIGHT, 0), (DARK, 1)])
    def test_knows_the_backgrounds_of_the_site(self, scheme, place):
        tokens = Path("static/css/tokens.css").read_text()
        for name, colour in [("surface", scheme.surface), ("ink-soft", scheme.ink)]:
            assert re.findall(rf"--{name}: (#\w+);", tokens)[place] == colour
        grounds = ["paper", "surface", "sunken", "warm-soft", "good-soft", "bad-soft", "info-soft"]
        accent = nearest_readable("#808080", scheme)
        for name in grounds:
            ground = re.findall(rf"--{name}: (#\w+);", tokens)[place]
            assert contrast(accent, ground) >= contrast(accent, scheme.hardest)
