"""What rounds agreed on: read, judged by the Geschäftsführung, and compared."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from measures.domain.criteria import CRITERIA
from measures.domain.rounds import comparing_wording
from measures.domain.rounds.closing import first_step, judge
from measures.domain.rounds.comparing import RoundComparison, ShiftKind
from measures.forms.rounds import RoundComparisonForm, VerdictForm
from measures.models import PrioritisationRound, RoundSnapshot, RoundState, RoundVerdict
from measures.views.rounds.lookups import (
    absent_director,
    may_judge,
    round_or_404,
    round_page,
    to_round,
)
from organisations.domain.saving import StaleRow
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import UNPROCESSABLE


def snapshot_page(
    request: OrganisationRequest, round_: PrioritisationRound, snapshot: RoundSnapshot
) -> HttpResponse:
    versions = list(round_.snapshots.without_content())
    content = snapshot.content
    is_latest = versions[0].pk == snapshot.pk
    waits = round_.state == RoundState.CLOSED
    absent = absent_director(request) if waits else None
    return round_page(
        request,
        round_,
        "snapshot",
        snapshot=snapshot,
        content=content,
        weights=[(text, content.weights[text.criterion]) for text in CRITERIA],
        criteria=CRITERIA,
        lines=[
            (row, [(text, row.rating_by_criterion.get(text.criterion)) for text in CRITERIA])
            for row in content.rows
        ],
        moves=[row for row in content.rows if row.move],
        versions=versions,
        is_latest=is_latest,
        first_step=first_step(round_, content) if is_latest and not round_.is_open else None,
        absent_director=absent,
        may_judge=waits and may_judge(request, absent),
    )


@in_organisation()
@require_safe
def snapshot(
    request: OrganisationRequest, prioritisation_round_id: int, round_snapshot_id: int
) -> HttpResponse:
    """An earlier or the latest version of what a round agreed on."""
    round_ = round_or_404(request, prioritisation_round_id)
    found = round_.snapshots.filter(pk=round_snapshot_id).first()
    if found is None:
        raise Http404
    return snapshot_page(request, round_, found)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def judge_round(request: OrganisationRequest, prioritisation_round_id: int) -> HttpResponse:
    """Let the Geschäftsführung confirm what a round agreed on, or return it with a remark.

    While nobody of it is in the team, the pilot does.
    """
    round_ = round_or_404(request, prioritisation_round_id)
    if not may_judge(request, absent_director(request)):
        raise PermissionDenied
    latest = round_.snapshots.first()
    if round_.state != RoundState.CLOSED or latest is None:
        messages.info(request, _("Diese Runde wartet nicht auf Ihre Bestätigung."))
        return to_round(request, round_)
    form = VerdictForm(request.POST or None, initial={"snapshot": latest.pk})
    if request.method == "POST" and form.is_valid():
        verdict = RoundVerdict(form.cleaned_data["verdict"])
        try:
            judge(
                round_,
                latest,
                verdict,
                form.cleaned_data["remark"].strip(),
                seen_snapshot=form.cleaned_data["snapshot"],
                by=request.user,
            )
        except StaleRow:
            word = _("Inzwischen gibt es eine neue Fassung. Bitte lesen Sie sie noch einmal.")
            messages.error(request, word)
            return to_round(request, round_)
        word = _("Die Runde geht mit Ihrer Bemerkung zurück.")
        if verdict == RoundVerdict.CONFIRMED:
            word = _("Die Runde ist bestätigt.")
        messages.success(request, word)
        return to_round(request, round_)
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"form": form, "snapshot": latest, "content": latest.content}
    return round_page(request, round_, "judge", status=status, **context)


@in_organisation()
@require_safe
def comparison(request: OrganisationRequest) -> HttpResponse:
    """Two rounds side by side: who rose, who fell, and why."""
    snapshots = RoundSnapshot.objects.of(request.organisation).that_hold()
    form = RoundComparisonForm(list(snapshots.without_content()), request.GET or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if form.is_valid():
        pair = {
            one.pk: one
            for one in snapshots.filter(pk__in=[p.pk for p in form.cleaned_data["pair"]])
        }
        earlier, later = (pair[one.pk] for one in form.cleaned_data["pair"])
        found = RoundComparison(earlier.content, later.content)
        context |= {
            "earlier": earlier,
            "later": later,
            "summary": comparing_wording.summary(found),
            "weights": comparing_wording.weights(found),
            "groups": _groups(found),
        }
    elif form.is_bound:
        status = UNPROCESSABLE
    return round_page(request, None, "comparison", status=status, **context)


def _groups(found: RoundComparison) -> list[tuple[str, str, list[Any]]]:
    """Return heading, kind and the measures with words on each."""
    headings = {
        ShiftKind.ROSE: _("Gestiegen"),
        ShiftKind.FELL: _("Gefallen"),
        ShiftKind.NEW: _("Neu in der Reihenfolge"),
        ShiftKind.GONE: _("Nicht mehr in der Reihenfolge"),
        ShiftKind.STAYED: _("Unverändert"),
    }
    groups = []
    for kind, heading in headings.items():
        lines = [
            (
                shift,
                comparing_wording.move(shift),
                comparing_wording.gone(shift, found)
                if kind is ShiftKind.GONE
                else ""
                if kind is ShiftKind.NEW
                else comparing_wording.why(shift, found),
            )
            for shift in found.going(kind)
        ]
        if lines:
            groups.append((heading, str(kind), lines))
    return groups
