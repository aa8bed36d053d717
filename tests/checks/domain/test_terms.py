"""Hard words are found where they stand, each once in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.domain.terms import pieces_of
from tests.factories.checks import explained_document, small_document

TERMS = [
    {"term": "Tresor", "forms": ["Tresore"], "note": "Ein Programm."},
    {"term": "AVV", "note": "Ein Vertrag."},
    {"term": "AVV-Muster", "note": "Eine Vorlage."},
]
DOCUMENT = explained_document(terms=TERMS)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Ein Tresor hilft.", [("Ein ", None), ("Tresor", 0), (" hilft.", None)]),
        ("Tresore und Tresor", [("Tresore", 0), (" und Tresor", None)]),
        (
            "Zum AVV-Muster ein AVV",
            [("Zum ", None), ("AVV-Muster", 2), (" ein ", None), ("AVV", 1)],
        ),
        ("Tresorraum, avv", [("Tresorraum, avv", None)]),
        ("", []),
    ],
)
def test_a_word_is_found_as_a_whole_and_the_longest_first(text, pieces):
    assert list(pieces_of(DOCUMENT, text)) == pieces


def test_a_catalogue_without_terms_explains_nothing():
    assert list(pieces_of(small_document(), "Ein Tresor")) == [("Ein Tresor", None)]


@given(st.lists(st.sampled_from(["Tresor", "AVV", "AVV-Muster", "Haus", " ", "-"])))
def test_nothing_of_a_text_is_lost(words):
    text = "".join(words)
    pieces = list(pieces_of(DOCUMENT, text))
    assert "".join(piece.text for piece in pieces) == text
    terms = [piece.term for piece in pieces if piece.term is not None]
    assert len(terms) == len(set(terms))
