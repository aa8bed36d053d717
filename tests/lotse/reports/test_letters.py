"""The text of a PDF: words that a line breaks stay one word, and hyphens that people wrote stay."""

import base64
import io

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from lotse.reports.domain.typesetting import typeset
from tests.lotse.reports.readers import faults, lines, words

LONG = (
    "Digitalisierungsbeauftragte und Bestandsverwaltungsprogramme für E-Mail-Postfächer "
    "und Ordnungsmaßnahmen"
)
DEJAVU = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def printed(text, style=""):
    """The PDF of a narrow column."""
    column = f"<style>p {{ width: 34mm; {style} }}</style>"
    return typeset(
        f'<html lang="de"><head><title>Spalte</title>{column}</head>'
        f"<body><h1>Spalte</h1><p>{text}</p></body></html>"
    ).content


def words_of(content):
    """The words of the column, without headline and number of the page."""
    return words(content)[1:-4]


def test_a_broken_word_is_one_word_with_a_soft_hyphen():
    content = printed(LONG)
    assert lines(content).count("\u00ad\n") > 2
    assert words_of(content) == LONG.split()
    assert faults(content) == []


@pytest.mark.parametrize("hyphens", ["a\u2010b", "a\u2010b c\u2011d", "a\u2010b c\u2011d e\u058af"])
def test_hyphens_that_people_wrote_stay_what_they_are(hyphens):
    text = f"{LONG} {hyphens}"
    assert "".join(words_of(printed(text))) == "".join(text.split())


def test_places_where_people_allow_a_break_are_no_part_of_the_word():
    text = "Bundes\u00adverwaltungs\u00adamt Vereins\u00adsatzung Bestandsverwaltungsprogramme"
    content = printed(text)
    assert words_of(content) == text.replace("\u00ad", "").split()


def test_a_font_that_draws_two_hyphens_with_one_glyph_keeps_the_real_one():
    font = TTFont(DEJAVU)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x2010] = table.cmap[0x2D]
    stored = io.BytesIO()
    font.save(stored)
    address = f"data:font/ttf;base64,{base64.b64encode(stored.getvalue()).decode()}"
    face = f'}} @font-face {{ font-family: Shared; src: url("{address}")'
    content = printed(f"Digitalisierungsbeauftragte {LONG}", f"font-family: Shared; {face}")
    assert "\u00ad" not in lines(content)
    assert "E-Mail-Postfächer" in lines(content).replace("\n", "").replace("\u2010", "-")


@settings(max_examples=20)
@given(
    st.lists(
        st.lists(st.sampled_from(LONG.split()), min_size=1, max_size=3).map("-".join),
        min_size=1,
        # More would need a second page, whose number would stand among the words.
        max_size=4,
    )
)
def test_the_text_joined_at_soft_hyphens_is_the_source(parts):
    said = "".join(words_of(printed(" ".join(parts))))
    assert said == "".join(parts)
