"""Signs that no font can show: a box that the report tells of, instead of one without a word."""

import base64
import logging

import pytest

from lotse.reports.domain.typesetting import signs_without_glyph, typeset
from tests.lotse.reports.readers import faults, lines

# No font has them: one is for private use, the other one is not assigned.
UNKNOWN, UNASSIGNED = "\U0010fffd", "\u0378"


def printed(text, more=""):
    return typeset(
        '<html lang="de"><head><title>Zeichen</title></head>'
        f"<body><h1>Zeichen</h1><p>{text}</p>{more}</body></html>"
    ).content


def test_is_a_box_and_the_first_line_says_so():
    content = printed(f"Vor{UNKNOWN}nach")
    said = " ".join(lines(content).split())
    assert said.startswith(
        "□ steht hier für ein Zeichen, das nicht gedruckt werden kann (U+10FFFD)"
    )
    assert "Vor□nach" in said
    assert faults(content) == []


def test_of_several_all_are_named_up_to_ten():
    said = " ".join(lines(printed(f"{UNKNOWN}{UNASSIGNED}")).split())
    assert "(U+0378, U+10FFFD)" in said
    many = "".join(chr(0x10FFF0 + number) for number in range(11))
    said = " ".join(lines(printed(many)).split())
    assert "U+10FFF9 …)" in said
    assert "U+10FFFA" not in said


def test_in_a_drawing_is_found_too():
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20">'
        f'<text y="15">Auf{UNASSIGNED}</text></svg>'
    )
    drawing = base64.b64encode(svg.encode()).decode()
    content = printed("Karte", f'<img alt="Karte" src="data:image/svg+xml;base64,{drawing}">')
    assert "U+0378" in lines(content)
    assert "Auf□" in lines(content)
    assert faults(content) == []


@pytest.mark.parametrize("control", ["\x0b", "\x1f", "\x80"])
def test_signs_that_control_something_are_a_space_without_a_word(control):
    content = printed(f"Zeile{control}Zeile")
    assert "□" not in lines(content)
    assert "Zeile Zeile" in lines(content)
    assert faults(content) == []


def test_what_every_font_knows_is_not_touched():
    assert "□" not in lines(printed("Zoë, Łukasz und Çağla: 5 € für ½ Tag"))


@pytest.mark.fonts
@pytest.mark.parametrize(
    "signs",
    [
        "中文 繁體 日本語 한국어",
        "ትግርኛ हिन्दी বাংলা தமிழ் ไทย සිංහල",
        "العربية עברית ქართული",
        "😀 👍🏽 🇩🇪 👩‍👩‍👧 ⚠️ ☎ ✓",
    ],
)
def test_other_scripts_and_emoji_are_printed(signs):
    content = printed(signs)
    assert "□" not in lines(content)
    assert faults(content) == []


def test_equal_texts_give_equal_bytes():
    assert printed(UNKNOWN) == printed(UNKNOWN)


def test_other_warnings_of_weasyprint_are_still_heard(caplog):
    with signs_without_glyph() as signs:
        logging.getLogger("weasyprint").warning("Something else: %s", "x")
    assert "Something else: x" in caplog.text
    assert signs == set()
