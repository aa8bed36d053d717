"""The pilot's side of colleagues' voices: asking, links, the sheet, reminders, hands, the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from checks import queries
from checks.domain import contributing, contribution_requests
from checks.domain.check_state import CheckState
from checks.domain.contributing import questions_for_hands
from checks.domain.contribution_requests import RequestOver
from checks.domain.voices import FEWEST
from checks.forms.contributions import AskForm, DeadlineForm, HandsForm, PersonForm, usual_deadline
from checks.models import ContributionLink, ContributionMail, ContributionRequest, MailKind
from organisations.domain import secret_links
from organisations.domain.team import Refused
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE


def link_address(link: ContributionLink) -> str:
    """Return the address behind a link, empty when it cannot be shown any more."""
    token = secret_links.secret_of(link)
    return settings.BASE_URL + reverse("checks:contribute", args=[token]) if token else ""


def told_in_words(mails: Sequence[ContributionMail]) -> str:
    """Return how many colleagues are told that their request has ended, empty for none."""
    number = len(mails)
    if not number:
        return ""
    said = ngettext(
        "%d Person bekommt eine Mail, dass die Anfrage beendet ist.",
        "%d Personen bekommen eine Mail, dass die Anfrage beendet ist.",
        number,
    )
    return said % number


def _run(request: OrganisationRequest) -> CheckState | None:
    check = queries.current_check(request.organisation)
    if check is None:
        return None
    check.organisation = request.organisation
    return CheckState(check)


def find_request(request: OrganisationRequest, contribution_request_id: int) -> ContributionRequest:
    """Return a request of the organisation, locked when something is sent. Raises `Http404`."""
    mine = ContributionRequest.objects.filter(organisation=request.organisation)
    found = mine.select_related("check_run").with_figures()
    if request.method == "POST":
        found = found.select_for_update(of=("self",))
    one = get_object_or_404(found, pk=contribution_request_id)
    one.organisation = request.organisation
    return one


def _render(
    request: OrganisationRequest, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {"section": "check"}
    return render(request, f"checks/contributions/{template}.html", context, status=status)


def _to(request: OrganisationRequest, one: ContributionRequest) -> HttpResponse:
    return redirect(
        "checks:contribution_request",
        slug=request.organisation.slug,
        contribution_request_id=one.pk,
    )


@in_organisation(roles=EDITORS)
@require_safe
def overview(request: OrganisationRequest) -> HttpResponse:
    """All requests of the running check."""
    check_state = _run(request)
    if check_state is None:
        return redirect("checks:start", slug=request.organisation.slug)
    return _render(
        request,
        "overview",
        asked=contribution_requests.requests_of(check_state.check),
        check_state=check_state,
    )


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: OrganisationRequest) -> HttpResponse:
    """Choose questions and ask; `?frage=` ticks some beforehand."""
    check_state = _run(request)
    if check_state is None:
        return redirect("checks:start", slug=request.organisation.slug)
    if request.method != "POST":
        initial = {"closes_on": usual_deadline(), "questions": request.GET.getlist("frage")}
        return _render(request, "ask", form=AskForm(check_state.flow, initial=initial))
    form = AskForm(check_state.flow, request.POST)
    if not form.is_valid():
        return _render(request, "ask", UNPROCESSABLE, form=form)
    wanted = ("question_keys", "names_agreed", "message", "closes_on")
    one = contribution_requests.ask(
        check_state, by=request.user, **{name: form.cleaned_data[name] for name in wanted}
    )
    messages.success(request, _("Gespeichert. Jetzt fehlen nur noch die Kolleg:innen."))
    return _to(request, one)


def _page(
    request: OrganisationRequest,
    one: ContributionRequest,
    status: int = 200,
    *,
    person: PersonForm | None = None,
    deadline: DeadlineForm | None = None,
) -> HttpResponse:
    by_key = CheckState(one.check_run).document.by_key
    links = list(one.links.personal())
    for link in links:
        mails = {mail.kind: mail for mail in link.mails.all()}
        link.asked_by_mail = mails.get(MailKind.ASKING)  # type: ignore[attr-defined]
        link.address = link_address(link) if link.revoked_at is None else ""  # type: ignore[attr-defined]
    sheet = one.links.sheet()
    asked = sum(link.revoked_at is None for link in links)
    return _render(
        request,
        "request",
        status,
        asking=one,
        questions=[by_key[key] for key in one.question_keys if key in by_key],
        for_hands=questions_for_hands(one)[:1],
        links=links,
        people_asked=asked,
        asks_too_few=one.is_open and sheet is None and asked < FEWEST,
        sheet=sheet,
        sheet_address=link_address(sheet) if sheet else "",
        can_remind=one.is_open and one.links.to_remind().exists(),
        form=person or PersonForm(),
        deadline=deadline or DeadlineForm(initial={"closes_on": one.closes_on}),
    )


@in_organisation(roles=EDITORS)
@require_safe
def contribution_request(
    request: OrganisationRequest, contribution_request_id: int
) -> HttpResponse:
    """One request: who was asked, the ways to answer, how many did."""
    return _page(request, find_request(request, contribution_request_id))


@in_organisation(roles=EDITORS)
@require_POST
def ask_person(request: OrganisationRequest, contribution_request_id: int) -> HttpResponse:
    """Make the personal link of a colleague, and mail it when there is an address."""
    one = find_request(request, contribution_request_id)
    form = PersonForm(request.POST)
    if form.is_valid():
        try:
            link = contribution_requests.ask_person(one, by=request.user, **form.cleaned_data)
        except contribution_requests.AlreadyAsked as reason:
            form.add_error("email", str(reason))
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            said = (
                _("%(name)s bekommt eine Mail mit einem eigenen Link.")
                if link.email
                else _("Der Link für %(name)s steht unten. Geben Sie ihn selbst weiter.")
            )
            messages.success(request, said % {"name": link.name})
            return _to(request, one)
    return _page(request, one, UNPROCESSABLE, person=form)


@in_organisation(roles=EDITORS)
@require_POST
def revoke(
    request: OrganisationRequest, contribution_request_id: int, contribution_link_id: int
) -> HttpResponse:
    """Take a link back."""
    one = find_request(request, contribution_request_id)
    link = get_object_or_404(one.links.select_related("voice"), pk=contribution_link_id)
    mail = contribution_requests.revoke(link, request.user)
    said = _("Der Link „%(name)s“ gilt nicht mehr.") % {"name": link}
    told = _("%(name)s bekommt dazu eine Mail.") % {"name": link} if mail else ""
    messages.success(request, f"{said} {told}".strip())
    return _to(request, one)


@in_organisation(roles=EDITORS)
@require_POST
def remind(request: OrganisationRequest, contribution_request_id: int) -> HttpResponse:
    """Remind everyone who said nothing yet, once."""
    one = find_request(request, contribution_request_id)
    try:
        mails = contribution_requests.remind(one, request.user)
    except Refused as reason:
        messages.error(request, str(reason))
        return _to(request, one)
    if mails:
        said = ngettext(
            "Eine Erinnerung ist unterwegs.", "%d Erinnerungen sind unterwegs.", len(mails)
        )
        messages.success(request, said % len(mails) if len(mails) > 1 else said)
    else:
        messages.info(request, _("Es gibt niemanden, der noch eine Erinnerung bekommen kann."))
    return _to(request, one)


@in_organisation(roles=EDITORS)
@require_POST
def deadline(request: OrganisationRequest, contribution_request_id: int) -> HttpResponse:
    """Move the last day, or end the request now."""
    one = find_request(request, contribution_request_id)
    if request.POST.get("action") == "end":
        mails = contribution_requests.end(one, request.user)
        said = _("Die Anfrage ist beendet. Niemand kann mehr antworten.")
        messages.success(request, " ".join(filter(None, [said, told_in_words(mails)])))
        return _to(request, one)
    form = DeadlineForm(request.POST)
    if not form.is_valid():
        return _page(request, one, UNPROCESSABLE, deadline=form)
    try:
        contribution_requests.move_deadline(one, form.cleaned_data["closes_on"], request.user)
    except contribution_requests.Promised as reason:
        form.add_error("closes_on", str(reason))
        return _page(request, one, UNPROCESSABLE, deadline=form)
    messages.success(request, _("Die Frist ist geändert."))
    return _to(request, one)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: OrganisationRequest, contribution_request_id: int) -> HttpResponse:
    """The sheet for the team room, with a QR code; sending makes its link."""
    one = find_request(request, contribution_request_id)
    if request.method == "POST":
        try:
            contribution_requests.make_sheet(one, request.user)
        except Refused as reason:
            messages.error(request, str(reason))
            return _to(request, one)
        return redirect(request.path)
    link = one.links.sheet()
    if link is None:
        return _to(request, one)
    address = link_address(link)
    code = qr_code(address, _("QR-Code zum Link für Ihre Antworten")) if address else ""
    return _render(request, "sheet", asking=one, link=link, address=address, code=code)


# What the standard asks for around the code.
QUIET = 4


def qr_code(text: str, label: str) -> SafeString:
    """Return a QR code that says `text` as inline SVG; `label` is what it is called aloud."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return format_html(
        '<svg class="qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}"'
        ' shape-rendering="crispEdges"><path class="qr-paper" d="M0 0h{size}v{size}H0z"/>'
        '<path class="qr-ink" d="{path}"/></svg>',
        size=len(rows),
        label=label,
        path=path,
    )


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: OrganisationRequest, contribution_request_id: int, key: str) -> HttpResponse:
    """One question for everyone in the room, and a field for the hands of each answer."""
    one = find_request(request, contribution_request_id)
    questions = contributing.questions_for_hands(one)
    asked = next((found for found in questions if found.key == key), None)
    if asked is None:
        raise Http404
    place = questions.index(asked)
    stored = contributing.hands_on(one, asked)
    form = HandsForm(asked, stored, request.POST if request.method == "POST" else None)
    context = {
        "asking": one,
        "question": asked,
        "number": place + 1,
        "total": len(questions),
        "form": form,
        "counted": sum(stored.values()),
    }
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                contributing.count_hands(one, asked, form.hands, seen=form.seen, by=request.user)
            except contributing.StaleHands as stale:
                form.let_next_save_replace(stale.stored)
                words = contributing.answers_for_hands(asked)
                context["other"] = [(words[key], n) for key, n in stale.stored.items()]
                status = CONFLICT
            except RequestOver as reason:
                form.add_error(None, str(reason))
            else:
                return _go_on(request, one, questions, place)
    return _render(request, "meeting", status, **context)


def _go_on(
    request: OrganisationRequest, one: ContributionRequest, questions: list[Any], place: int
) -> HttpResponse:
    """Lead where the pressed button points; after the last question back to the request."""
    step = -1 if request.POST.get("action") == "previous" else 1
    following = place + step
    if 0 <= following < len(questions):
        return redirect(
            "checks:meeting_question",
            slug=request.organisation.slug,
            contribution_request_id=one.pk,
            key=questions[following].key,
        )
    messages.success(request, _("Die Hände sind gezählt. Danke fürs Mitmachen."))
    return _to(request, one)
