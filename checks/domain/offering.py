"""Which catalogues an instance offers for a new check."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checks import queries
from checks.domain.answering import known_beforehand
from checks.domain.carrying_over import AnswerSource, EarlierCheck
from checks.domain.catalogue import CatalogueDocument, Given
from checks.domain.check_flow import CheckFlow
from checks.domain.check_state import CheckState, given_by
from checks.domain.repeating import LastTime
from checks.domain.wording import total_in_words
from checks.models import Catalogue, Check
from organisations.domain import instance
from organisations.models import Organisation

SECONDS_A_QUESTION = 50


@dataclass(frozen=True)
class CatalogueOffer:
    """A catalogue one can begin a check on, and what such a check would take over."""

    catalogue: Catalogue
    flow: CheckFlow
    source: AnswerSource | None

    @property
    def document(self) -> CatalogueDocument:
        """What stands in the catalogue."""
        return self.flow.document

    @property
    def total(self) -> str:
        """How many questions it asks of this organisation, as far as that is known."""
        return total_in_words(self.flow)

    @property
    def key(self) -> str:
        """The key of the catalogue."""
        return self.catalogue.key

    @property
    def name(self) -> str:
        """What it is called, how many questions it has, and how long it takes."""
        number = self.flow.total
        questions = ngettext("%s Frage", "%s Fragen", number) % self.total
        return f"{self.document.title} ({questions}, {duration(number)})"

    @property
    def sentence(self) -> str:
        """The first sentence of its introduction."""
        head, dot, _rest = self.document.intro.partition(". ")
        return head + "." if dot else head


def duration(questions: int) -> str:
    """Return in words about how long so many questions take."""
    minutes = max(5, round(questions * SECONDS_A_QUESTION / 300) * 5)
    if minutes >= 45:
        hours = round(minutes / 60)
        return _("etwa eine Stunde") if hours == 1 else _("etwa %d Stunden") % hours
    words = {5: _("fünf"), 10: _("zehn")}
    return _("etwa %s Minuten") % words.get(minutes, minutes)


def offers_for(organisation: Organisation) -> list[CatalogueOffer]:
    """Return every catalogue in its newest version, the one that the host prefers first."""
    earlier, preferred = EarlierCheck(organisation), instance.catalogue_key()
    found = [
        CatalogueOffer(
            catalogue,
            _flow_at_first(organisation, catalogue, earlier.check_state),
            earlier.source_for(catalogue),
        )
        for catalogue in Catalogue.objects.newest_of_each()
    ]
    return sorted(found, key=lambda offer: offer.key != preferred)


def _flow_at_first(
    organisation: Organisation, catalogue: Catalogue, before: CheckState | None
) -> CheckFlow:
    """Return the way of a new check, by the facts that its first page would show filled in."""
    check_state = CheckState(Check(organisation=organisation, catalogue=catalogue))
    facts = LastTime(check_state, before).facts if before else {}
    given = {key: given_by(answer) for key, answer in facts.items()} | {
        key: Given("answered", value=value)
        for key, value in known_beforehand(check_state.document, organisation).items()
    }
    return CheckFlow(check_state.document, {key: one for key, one in given.items() if one})


def going_on_after(check_state: CheckState, organisation: Organisation) -> CatalogueOffer | None:
    """Return the preferred catalogue if a check on it goes on where a closed one ended.

    None while a check runs, and when the closed one is not the latest.
    """
    if not check_state.check.is_finished or check_state.document.key == instance.catalogue_key():
        return None
    if queries.current_check(organisation):
        return None
    preferred, *_others = offers_for(organisation)
    source = preferred.source
    return preferred if source and source.check_state.check.pk == check_state.check.pk else None
