"""Why a file was not taken, in words for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from organisations.foreign_files.reading import BROKEN, TOO_LARGE, TOO_SLOW, FileRefused

SENTENCES: Mapping[str, Any] = {
    TOO_SLOW: _(
        "Das Prüfen dieser Datei dauert zu lange. Speichern Sie sie mit weniger Inhalt, und laden "
        "Sie sie noch einmal hoch."
    ),
    TOO_LARGE: _(
        "Diese Datei ist ausgepackt viel zu groß. Speichern Sie sie mit weniger Inhalt, und laden "
        "Sie sie noch einmal hoch."
    ),
    BROKEN: _("Diese Datei lässt sich nicht lesen. Sie ist beschädigt oder ungewöhnlich gebaut."),
}


def refusal_in_words(refused: FileRefused, own: Mapping[str, Any]) -> str:
    """Return the sentence for a refusal; `own` are a reader's sentences by their reasons.

    Where both have a sentence the reader's own is said. Details are filled into `%(name)s`.
    Raises `KeyError` for a reason that nobody has a sentence for.
    """
    sentence = str({**SENTENCES, **own}[refused.reason])
    return sentence % refused.details if refused.details else sentence
