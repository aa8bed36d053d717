"""Rating alone: each person for themselves, and handed in once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from measures.domain.rounds.agenda import Agenda, AgendaItem
from measures.domain.rounds.rating_alone import (
    Sealed,
    hand_in,
    may_rate_alone,
    part_of,
    rate_alone,
)
from measures.domain.rounds.settling import settle_agreed
from measures.forms.measures import RatingForm
from measures.models import CRITERIA, PrioritisationRound, RoundParticipant, RoundRating
from measures.views.lookups import measure_or_404
from measures.views.measures import evidence_of
from measures.views.rounds.lookups import TAKING_PART, onwards, round_page, to_round, while_open
from organisations.views.access import EVERYONE, OrganisationRequest, in_organisation
from organisations.views.saving import UNPROCESSABLE


class OwnRatings:
    """What one person rates alone: the measures the round talks about, and the others."""

    def __init__(
        self, request: OrganisationRequest, round_: PrioritisationRound, part: RoundParticipant
    ) -> None:
        self.part = part
        agenda = Agenda(request.organisation, round_, request.user)
        self.own: dict[int, dict[str, RoundRating]] = {}
        for rating in part.ratings.all():
            self.own.setdefault(rating.measure_id, {})[rating.criterion] = rating
        self.up = [self._line(item) for item in agenda.items if item.is_up]
        self.others = [self._line(item) for item in agenda.others]

    def _line(self, item: AgendaItem) -> tuple[AgendaItem, int]:
        return item, len(self.own.get(item.measure.pk, {}))

    @property
    def done(self) -> int:
        """How many of the measures that the round talks about are rated on all criteria."""
        return sum(number == len(CRITERIA) for _item, number in self.up)

    def next_after(self, measure_id: int) -> int | None:
        """Return the next measure that is not rated yet, also from the beginning again."""
        ids = [item.measure.pk for item, number in self.up if number < len(CRITERIA)]
        return next((pk for pk in ids if pk != measure_id), None)


def _not_yours(request: OrganisationRequest, round_: PrioritisationRound) -> HttpResponse:
    part = part_of(round_, request.user)
    if part is None:
        word = _("Sie nehmen an dieser Runde nicht teil.")
    elif not round_.rates_alone:
        word = _("Diese Runde bewertet gemeinsam.")
    elif part.handed_in_at is not None:
        word = _("Sie haben Ihre Bewertungen schon abgegeben.")
    else:
        word = _("Alle sehen schon den Vergleich. Für sich bewerten können Sie jetzt nicht mehr.")
    messages.info(request, word)
    return to_round(request, round_)


@in_organisation(roles=EVERYONE, consultants=TAKING_PART)
@require_safe
@while_open
def sheet(request: OrganisationRequest, round_: PrioritisationRound) -> HttpResponse:
    part = part_of(round_, request.user)
    if part is None or not may_rate_alone(round_, part):
        return _not_yours(request, round_)
    return round_page(request, round_, "alone", sheet=OwnRatings(request, round_, part))


@in_organisation(roles=EVERYONE, consultants=TAKING_PART)
@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def rate(
    request: OrganisationRequest, round_: PrioritisationRound, measure_id: int
) -> HttpResponse:
    measure = measure_or_404(request, measure_id, locks=False)
    part = part_of(round_, request.user)
    if part is None or not may_rate_alone(round_, part) or not measure.is_open:
        return _not_yours(request, round_)
    own = {rating.criterion: rating for rating in part.ratings.filter(measure=measure)}
    form = RatingForm(measure, request.POST or None, given=own)
    if request.method == "POST" and form.is_valid():
        try:
            rate_alone(part, measure, form.ratings)
        except Sealed:
            return _not_yours(request, round_)
        return onwards(
            request,
            round_,
            measure,
            lambda: OwnRatings(request, round_, part).next_after(measure.pk),
            pages=("rate_alone", "alone"),
            finished=_("Sie haben alles bewertet. Geben Sie Ihre Bewertungen jetzt ab."),
        )
    status = UNPROCESSABLE if request.method == "POST" else 200
    evidence = evidence_of(request, measure)
    return round_page(
        request,
        round_,
        "rate_alone",
        status=status,
        form=form,
        measure=measure,
        evidence=evidence,
    )


@in_organisation(roles=EVERYONE, consultants=TAKING_PART)
@require_POST
@while_open
def hand_in_all(request: OrganisationRequest, round_: PrioritisationRound) -> HttpResponse:
    part = part_of(round_, request.user)
    if part is None or not may_rate_alone(round_, part):
        return _not_yours(request, round_)
    hand_in(part, request.user)
    said = _("Danke! Ihre Bewertungen sind abgegeben.")
    agreed = settle_agreed(request.organisation, round_, request.user)
    if agreed and round_.participants.count() == 1:
        said = _("Danke! Ihre Bewertungen sind abgegeben und gelten jetzt.")
    elif agreed:
        words = ngettext(
            "Bei %d Maßnahme sind sich alle einig, das gilt jetzt.",
            "Bei %d Maßnahmen sind sich alle einig, das gilt jetzt.",
            agreed,
        )
        said = f"{said} {words % agreed}"
    messages.success(request, said)
    return to_round(request, round_)
