"""What the pages of a round have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from measures.models import Measure, PrioritisationRound
from organisations.domain.team import has_director, roles_to_give
from organisations.models import AccessLevel, Invitation, Role
from organisations.views.access import OrganisationRequest

# Consultants take part in rounds where the organisation lets them edit.
TAKING_PART = (AccessLevel.EDIT,)


def round_or_404(request: OrganisationRequest, round_id: int) -> PrioritisationRound:
    """Return a round of the organisation, locked when something is sent.

    Raises `Http404` when the organisation has none with this id.
    """
    rounds = PrioritisationRound.objects.of(request.organisation)
    if request.method == "POST":
        rounds = rounds.select_for_update()
    found = rounds.filter(pk=round_id).first()
    if found is None:
        raise Http404
    found.organisation = request.organisation
    return found


def round_page(
    request: OrganisationRequest,
    round_: PrioritisationRound | None,
    name: str,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Render a page of rounds, `name` being that of its template."""
    context |= {"section": "measures", "round": round_}
    return render(request, f"measures/rounds/{name}.html", context, status=status)


def absent_director(request: OrganisationRequest) -> dict[str, Any] | None:
    """Return how the Geschäftsführung can join while nobody of it has; None when somebody has."""
    if has_director(request.organisation):
        return None
    may_invite = Role.DIRECTOR in roles_to_give(request.membership)
    invited = Invitation.objects.of(request.organisation).into(Role.DIRECTOR)
    return {
        "may_invite": may_invite,
        "invitation": invited.first() if may_invite else None,
        # Otherwise a house without a director could never open its second round.
        "may_judge": request.membership.role == Role.PILOT,
    }


def may_judge(request: OrganisationRequest, absent: dict[str, Any] | None) -> bool:
    """Whether somebody has the word on a result; `absent` as `absent_director` returns it."""
    return request.membership.role == Role.DIRECTOR or bool(absent and absent["may_judge"])


def to_round(
    request: OrganisationRequest, round_: PrioritisationRound, page: str = "round", **ids: Any
) -> HttpResponse:
    """Lead to a page of a round, `page` being the name of its URL."""
    slug = request.organisation.slug
    url = f"measures:{page}"
    response: HttpResponse = redirect(url, slug=slug, prioritisation_round_id=round_.pk, **ids)
    return response


def onwards(
    request: OrganisationRequest,
    round_: PrioritisationRound,
    measure: Measure,
    find_next: Callable[[], int | None],
    *,
    pages: tuple[str, str],
    finished: str,
) -> HttpResponse:
    """Say that a measure is rated, and lead to the next one where that is wanted, or to all.

    `pages` are the URLs of one measure and of all; `finished` is said when no other is left.
    """
    said = _("Gespeichert: „%s“.") % measure.title
    if request.POST.get("action") == "next":
        following = find_next()
        if following is not None:
            messages.success(request, said)
            return to_round(request, round_, pages[0], measure_id=following)
        said = f"{said} {finished}"
    messages.success(request, said)
    return to_round(request, round_, pages[1])


def while_open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the round of its URL while people are at it; else lead to what it agreed on."""

    @wraps(view)
    def opened(
        request: OrganisationRequest, prioritisation_round_id: int, **kwargs: Any
    ) -> HttpResponse:
        round_ = round_or_404(request, prioritisation_round_id)
        if not round_.is_open:
            if request.method == "POST":
                messages.error(
                    request, _("Diese Runde ist schon abgeschlossen. Es wurde nichts geändert.")
                )
            return to_round(request, round_)
        return view(request, round_, **kwargs)

    return opened
