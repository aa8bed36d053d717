"""How far an organisation has come with its mandate, and what one person does about it next."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lotse.overview.stages import CURRENT, DONE, TODO, Milestone, NextStep
from organisations.domain.mandate_standing import (
    MandateStanding,
    missing_means,
    needs_in_words,
    open_needs,
)
from organisations.domain.mandates import confirmable_sides
from organisations.domain.participation import Participation
from organisations.models import Mandate


class MandateProgress:
    """The mandate as the overview shows it to `who` takes part in an organisation."""

    def __init__(self, standing: MandateStanding, who: Participation, slug: str) -> None:
        self.standing = standing
        self.who = who
        self.url = reverse("organisations:mandate", kwargs={"slug": slug})

    @property
    def gap(self) -> str:
        """What is missing, in a sentence; empty when all is well or everything has run out."""
        if self.standing.has_ended or not self.standing.missing:
            return ""
        return _("Es fehlt noch: %s.") % _listed(self.standing.missing)

    @property
    def milestone(self) -> Milestone:
        """The mandate as a part of the way."""
        state, text = self._state_in_words()
        return Milestone(_("Beauftragung"), state, text, self.url)

    def _state_in_words(self) -> tuple[str, str]:
        standing = self.standing
        if standing.latest is None:
            if standing.draft is None:
                return TODO, _("noch keine")
            return CURRENT, _draft_in_words(standing.draft)
        end = date_format(standing.latest.ends_on, "j.n.Y") if standing.latest.ends_on else ""
        if standing.has_ended:
            return CURRENT, _("am %s ausgelaufen") % end
        if standing.ends_soon:
            return CURRENT, _("läuft am %s aus") % end
        if standing.missing:
            return CURRENT, _("es fehlt: %s") % _listed(standing.missing)
        return DONE, _("von beiden bestätigt")

    @property
    def confirming_step(self) -> NextStep | None:
        """The next step, when a draft waits for this very person."""
        draft = self.standing.draft
        if draft is None or not confirmable_sides(draft, self.who):
            return None
        means = needs_in_words(missing_means(draft))
        if means:
            title = _("Die Beauftragung ergänzen und bestätigen")
            text = _(
                "Es fehlt noch: %s. Neue Werkzeuge einzuführen gelingt selten ohne eine Person, "
                "die dafür Zeit und Mittel hat."
            ) % _listed(means)
        else:
            title = _("Die Beauftragung bestätigen")
            text = _("Der Entwurf ist vollständig und wartet auf Ihre Bestätigung.")
        return NextStep(title, text, _("Zur Beauftragung"), self.url)

    @property
    def next_step(self) -> NextStep | None:
        """The next step towards a mandate, None when it holds or waits for someone else."""
        standing = self.standing
        if standing.is_in_force:
            return None
        if standing.draft:
            if not open_needs(standing.draft):
                return None
            title = _("Die Beauftragung fertig ausfüllen")
            text = _("Es fehlt noch: %s.") % _listed(standing.missing)
        elif standing.has_ended:
            title = _("Die Beauftragung verlängern")
            text = _("Sie ist ausgelaufen. Schauen Sie gemeinsam zurück, bevor es weitergeht.")
        else:
            title = _("Die Beauftragung vereinbaren")
            text = _(
                "Wer kümmert sich, mit wie vielen Stunden und welchem Spielraum? Ohne eine Person "
                "mit Auftrag und Zeit gelingt die Einführung neuer Werkzeuge selten."
            )
        return NextStep(title, text, _("Zur Beauftragung"), self.url)


def _listed(words: list[str]) -> str:
    """Return words as people say them: with commas, and „und“ before the last."""
    return _(" und ").join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _draft_in_words(draft: Mandate) -> str:
    if open_needs(draft):
        return _("wird ausgefüllt")
    if draft.director_confirmed_at is None and draft.pilot_confirmed_at is None:
        return _("wartet auf beide Bestätigungen")
    if draft.director_confirmed_at is None:
        return _("wartet auf die Geschäftsführung")
    return _("wartet auf die Digitalisierungslotse:in")
