"""The five criteria in words: what they ask, and what 1 to 5 mean (DESIGN, section 1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from checks.domain.catalogue import Criterion

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    # Text that is translated when it is shown.
    Words = _StrPromise | str


@dataclass(frozen=True)
class CriterionText:
    """The words for one criterion; `meanings` has five entries, for 1 to 5.

    `for_it` and `against_it` are noun phrases for the sentence that explains a rank.
    """

    criterion: Criterion
    name: Words
    question: Words
    meanings: tuple[Words, Words, Words, Words, Words]
    for_it: Words
    against_it: Words


CRITERIA: tuple[CriterionText, ...] = (
    CriterionText(
        Criterion.FEASIBILITY,
        _("Einfache Umsetzbarkeit"),
        _("Wie leicht lässt sich das umsetzen?"),
        (
            _("ein Vorhaben von vielen Monaten, nur mit Hilfe von außen"),
            _("mehrere Monate, mit etwas Hilfe von außen"),
            _("einige Wochen, das meiste aus eigener Kraft"),
            _("ein bis zwei Wochen, aus eigener Kraft"),
            _("in wenigen Tagen erledigt, ganz aus eigener Kraft"),
        ),
        _("die einfache Umsetzung"),
        _("die aufwendige Umsetzung"),
    ),
    CriterionText(
        Criterion.BENEFIT,
        _("Klarer Mehrwert"),
        _("Wie viel bringt das im Alltag?"),
        (
            _("niemand könnte sagen, wofür das gut ist"),
            _("nützt selten oder nur wenigen"),
            _("nützt einem Teil des Teams spürbar"),
            _("nützt den meisten jede Woche"),
            _("alle spüren es in der täglichen Arbeit"),
        ),
        _("der klare Mehrwert"),
        _("der geringe Mehrwert"),
    ),
    CriterionText(
        Criterion.CAPABILITY,
        _("Passung zu unseren Fähigkeiten"),
        _("Können wir das mit dem, was wir heute wissen?"),
        (
            _("Wissen oder Zeit dafür fehlen ganz"),
            _("vieles müssten wir erst lernen oder einkaufen"),
            _("einiges können wir, einiges müssen wir lernen"),
            _("fast alles können wir, wenig ist neu"),
            _("das können und betreiben wir mit dem, was wir heute wissen"),
        ),
        _("das vorhandene Können"),
        _("das fehlende Können oder die fehlende Zeit"),
    ),
    CriterionText(
        Criterion.INTEGRATION,
        _("Vermeidung digitaler Inseln"),
        _("Fließen die Daten, oder tippt danach jemand doppelt?"),
        (
            _("schafft eine neue Insel, Daten werden doppelt getippt"),
            _("Daten müssen ab und zu von Hand übertragen werden"),
            _("ändert an den Inseln nichts"),
            _("manche Daten fließen danach von selbst"),
            _("Daten fließen, eine Insel verschwindet"),
        ),
        _("der bessere Fluss der Daten"),
        _("die Gefahr einer neuen digitalen Insel"),
    ),
    CriterionText(
        Criterion.REUSE,
        _("Nutzung bestehender Systeme"),
        _("Nutzt das, was schon da ist?"),
        (
            _("braucht ein weiteres, neues System"),
            _("braucht eine größere Ergänzung"),
            _("nutzt Vorhandenes und ergänzt etwas"),
            _("nutzt fast nur Vorhandenes"),
            _("nutzt ganz, was schon läuft"),
        ),
        _("die Nutzung vorhandener Systeme"),
        _("der Bedarf an einem weiteren System"),
    ),
)
TEXT_OF: dict[str, CriterionText] = {str(text.criterion): text for text in CRITERIA}
