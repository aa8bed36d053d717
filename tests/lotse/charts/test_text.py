"""Lines of text that fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.charts.text import BREAK, ELLIPSIS, size_that_fits, text_width, wrapped

SIZE, WIDTH = 10.0, 60.0


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Lohn", ["Lohn"]),
        ("Plan für alle", ["Plan für", "alle"]),
        ("Buchhaltung", ["Buchhaltu\u2010", "ng"]),
        ("Alt/Neu-Fach", ["Alt/Neu-", "Fach"]),
        ("", [""]),
        ("eins zwei drei vier fünf", ["eins zwei", "drei vier…"]),
    ],
)
def test_break_after_spaces_hyphens_and_slashes(text, lines):
    assert wrapped(text, SIZE, WIDTH, 2) == lines


@given(st.text(alphabet="abcMW -/ü", max_size=80), st.integers(1, 4))
def test_are_never_too_wide_nor_too_many_and_lose_nothing_unseen(text, most):
    lines = wrapped(text, SIZE, WIDTH, most)
    assert 1 <= len(lines) <= most
    assert all(text_width(line, SIZE) <= WIDTH for line in lines)
    if not lines[-1].endswith(ELLIPSIS):
        assert "".join(lines).replace(BREAK, "").replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "size"), [("", 15), ("Lohn", 15), ("ab " * 20, 15), ("abcdeghnop", 10), ("a" * 50, 8)]
)
def test_a_long_word_is_rather_written_smaller_than_broken(text, size):
    assert size_that_fits(text, 64, 15, 8) == pytest.approx(size)
