"""The way through a check: start, facts, questions, requirements of an area, finishing.

Every page answers a plain request with a whole page and an htmx request with the part of it
that changes.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from checks import queries
from checks.domain import answering
from checks.domain.answering import StaleAnswer
from checks.domain.catalogue import Question
from checks.domain.check_flow import FACTS_KEY, Page, PageKind
from checks.domain.check_state import CheckState
from checks.domain.exceptions import offered_at
from checks.domain.offering import offers_for
from checks.domain.repeating import LastTime
from checks.domain.repeating import repeat_area as repeat_area_of
from checks.domain.wording import choosing_rule
from checks.forms.answers import AnswerForm, FactsForm, RequirementForm
from checks.forms.starting import StartForm
from checks.models import Check, Requirement
from checks.views import moving
from checks.views.current_check import on_running_check
from checks.views.pages import EMPTY_REQUIREMENT, about, change_mark, show_page, unasked, url_of
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.htmx import lead_to
from organisations.views.saving import CONFLICT, UNPROCESSABLE

# Buttons that take something over from the last check.
UNCHANGED, OLD_NOTE = "unchanged", "old-note"


def _go_to(
    request: OrganisationRequest, check_state: CheckState, page: Page | None
) -> HttpResponse:
    """Go on after saving: show the next page at once to htmx, redirect everyone else."""
    address = url_of(request, page)
    if not request.htmx:
        return redirect(address)
    if page is None or page.kind is PageKind.FACTS:
        return HttpResponseClientRedirect(address)
    response = _show(request, check_state, page)
    response["HX-Push-Url"] = address
    return response


def _show(request: OrganisationRequest, check_state: CheckState, page: Page) -> HttpResponse:
    """Show a question or an area's requirements as they are stored."""
    answering.remember_place(check_state.check, page.key)
    if page.question is None:
        return show_page(request, check_state, page, requirement_form=EMPTY_REQUIREMENT)
    form = AnswerForm.of(check_state, page.question)
    return show_page(request, check_state, page, form=form, requirement_form=EMPTY_REQUIREMENT)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: OrganisationRequest) -> HttpResponse:
    """Explain the check and start it, or lead to where the running one stands."""
    running = queries.current_check(request.organisation)
    if running:
        flow = CheckState(running).flow
        page = flow.page(running.current_key)
        if page is None or not flow.is_asked(page):
            page = flow.pages[0]
        return redirect(url_of(request, page))
    offers = offers_for(request.organisation)
    if request.method != "POST":
        return _before_starting(request, StartForm(offers) if offers else None)
    if not offers:
        messages.error(
            request,
            _(
                "Es ist noch kein Fragenkatalog veröffentlicht. Bitte fragen Sie "
                "die Menschen, die Lotse für Sie betreiben."
            ),
        )
        return redirect("checks:start", slug=request.organisation.slug)
    form = StartForm(offers, request.POST)
    if not form.is_valid():
        return _before_starting(request, form, UNPROCESSABLE)
    return _start(request, form)


def _before_starting(
    request: OrganisationRequest, form: StartForm | None, status: int = 200
) -> HttpResponse:
    """Explain the check and let people choose."""
    finished = list(Check.objects.of(request.organisation).finished().with_catalogues())
    document = form.offers[0].document if form else None
    context = {
        "section": "check",
        "finished": finished,
        "form": form,
        "document": document,
        "rule": choosing_rule(with_exceptions=bool(document and document.exceptions)),
        "repeats": bool(finished and document and finished[0].catalogue.key == document.key),
        "shortest_first": sorted(form.offers, key=lambda one: one.flow.total) if form else (),
    }
    return render(request, "checks/start.html", context, status=status)


def _start(request: OrganisationRequest, form: StartForm) -> HttpResponse:
    """Start what was chosen and say how many answers came along."""
    chosen = form.chosen
    source = chosen.source if form.cleaned_data["carry"] else None
    started = answering.start_check(request.organisation, chosen.catalogue, request.user, source)
    if source:
        messages.success(
            request,
            ngettext(
                "%(number)d Antwort aus %(name)s ist übernommen und "
                "gekennzeichnet. Sie können sie ändern.",
                "%(number)d Antworten aus %(name)s sind übernommen und "
                "gekennzeichnet. Sie können sie ändern.",
                source.number,
            )
            % {"number": source.number, "name": source.name},
        )
    return redirect(url_of(request, CheckState(started).flow.pages[0]))


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
@on_running_check
def facts(request: OrganisationRequest, check_state: CheckState) -> HttpResponse:
    """The opening page: facts about the organisation that decide what is asked."""
    page = check_state.flow.page(FACTS_KEY)
    if page is None:
        return moving.no_such_page(request, check_state)
    if request.method != "POST":
        answering.remember_place(check_state.check, page.key)
        last_time = LastTime.of(check_state)
        before = last_time.facts if last_time else {}
        return show_page(
            request,
            check_state,
            page,
            facts=FactsForm(check_state.document, check_state.answers, before=before),
        )
    form = FactsForm(check_state.document, check_state.answers, request.POST)
    if moving.is_of_other_version(request, check_state):
        return show_page(request, check_state, page, CONFLICT, facts=form, is_of_other_version=True)
    if not form.is_valid():
        return show_page(request, check_state, page, UNPROCESSABLE, facts=form)
    stale = [field for field in form.forms if not _save_fact(request, check_state, field)]
    if stale:
        return show_page(request, check_state, page, CONFLICT, facts=form, stale=stale)
    return _go_to(request, check_state, check_state.flow.after(page.key))


def _save_fact(request: OrganisationRequest, check_state: CheckState, form: AnswerForm) -> bool:
    """Store one fact; when another version is stored, put it beside the field instead."""
    try:
        answering.save_answer(
            check_state,
            form.question,
            form.said,
            seen_version=form.cleaned_data["version"],
            by=request.user,
        )
    except StaleAnswer as stale:
        form.show_other_version(stale.stored, to=request.user)
        return False
    return True


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
@on_running_check
def question(request: OrganisationRequest, check_state: CheckState, key: str) -> HttpResponse:
    """One question: its answer, a note, and requirements on the spot."""
    page = check_state.flow.page(key)
    if page is None or page.kind is not PageKind.QUESTION:
        page = moving.page_continuing(check_state, key)
        if page is None:
            return moving.no_such_page(request, check_state)
        if request.method != "POST":
            return moving.lead_on(request, page)
    if request.method == "POST":
        return _save_question(request, check_state, page)
    if not check_state.flow.is_asked(page):
        messages.info(
            request, _("Diese Frage passt nach Ihren Angaben nicht zu Ihrer Organisation.")
        )
        return redirect(url_of(request, check_state.flow.after(page.key)))
    return _show(request, check_state, page)


def _save_question(
    request: OrganisationRequest, check_state: CheckState, page: Page
) -> HttpResponse:
    assert page.question is not None and page.area is not None  # noqa: S101, PT018 - a question page
    action = request.POST.get("action", "next")
    form = _answer_form(check_state, page.question, action, request.POST)
    requirement_form = _requirement_form(request, action)
    answer_valid = form.is_valid()
    if moving.is_of_other_version(request, check_state):
        shown = {"form": form, "requirement_form": requirement_form, "is_of_other_version": True}
        return show_page(request, check_state, page, CONFLICT, **shown)
    if not answer_valid or (requirement_form.is_bound and not requirement_form.is_valid()):
        return show_page(
            request, check_state, page, UNPROCESSABLE, form=form, requirement_form=requirement_form
        )
    try:
        answering.save_answer(
            check_state,
            page.question,
            form.said,
            seen_version=form.cleaned_data["version"],
            by=request.user,
        )
    except StaleAnswer as stale:
        return _conflict(request, check_state, page, form, requirement_form, stale)
    if action == "save":
        return _saved(request, check_state, page)
    noted = _note(request, check_state, requirement_form, page)
    return _after_saving(request, check_state, page, action, noted)


def _answer_form(check_state: CheckState, question: Question, action: str, sent: Any) -> AnswerForm:
    """Return what was sent as a form; two buttons fill it in from the last check."""
    last_time = LastTime.of(check_state) if action in (UNCHANGED, OLD_NOTE) else None
    old = last_time.old(question) if last_time else None
    if old and action == UNCHANGED and old.given:
        offered = offered_at(check_state.flow, question)
        return AnswerForm.unchanged(question, old.answer, sent, exceptions=offered)
    if old and action == OLD_NOTE:
        return AnswerForm.of(check_state, question, AnswerForm.with_old_note(old.answer, sent))
    return AnswerForm.of(check_state, question, sent)


def _requirement_form(request: OrganisationRequest, action: str) -> RequirementForm:
    """Return the form for a requirement: bound when a requirement is to be noted.

    What was typed is noted also when one just goes on; taking something back leaves it alone.
    """
    if action == "restore":
        removed = RequirementForm(request.POST, prefix="removed")
        return removed if removed.is_valid() else EMPTY_REQUIREMENT
    typed = request.POST.get("requirement-text", "").strip()
    goes_on = typed and action != "save" and not action.startswith("remove-")
    if action == "note" or goes_on:
        return RequirementForm(request.POST)
    return EMPTY_REQUIREMENT


def _after_saving(
    request: OrganisationRequest,
    check_state: CheckState,
    page: Page,
    action: str,
    noted: Requirement | None,
) -> HttpResponse:
    """Lead to where the pressed button points."""
    if action.startswith("remove-"):
        return _remove(request, check_state, page, action.removeprefix("remove-"))
    if action in ("note", "restore"):
        return _again(request, check_state, page, just_noted=noted)
    if action == OLD_NOTE:
        return _go_to(request, check_state, page)
    is_back = action == "previous"
    following = check_state.flow.before(page.key) if is_back else check_state.flow.after(page.key)
    if not (said := unasked(check_state, page)):
        return _go_to(request, check_state, following)
    # A form that was still open when a fact took its question off the way.
    messages.warning(request, said)
    address = url_of(request, following)
    return lead_to(request, address)


def _saved(request: OrganisationRequest, check_state: CheckState, page: Page) -> HttpResponse:
    """Confirm a save in passing: the new version, the progress, and a word."""
    if not request.htmx:
        return redirect(url_of(request, page))
    answering.remember_place(check_state.check, page.key)
    answer = check_state.answers.get(page.key)
    context = about(request, check_state, page) | {"version": answer.version if answer else 0}
    if context["last_time"]:
        context["change_mark"] = change_mark(context["difference"], swaps=True)
    return render(request, "checks/parts/saved.html", context)


def _conflict(
    request: OrganisationRequest,
    check_state: CheckState,
    page: Page,
    form: AnswerForm,
    requirement_form: RequirementForm,
    stale: StaleAnswer,
) -> HttpResponse:
    """Show both versions; saving once more keeps one's own."""
    form.show_other_version(stale.stored, to=request.user)
    return show_page(
        request,
        check_state,
        page,
        CONFLICT,
        form=form,
        requirement_form=requirement_form,
    )


def _note(
    request: OrganisationRequest, check_state: CheckState, form: RequirementForm, page: Page
) -> Requirement | None:
    """Store the requirement of a bound form and return it."""
    if not form.is_bound:
        return None
    assert page.area is not None  # noqa: S101 - requirements belong to an area
    return answering.note_requirement(
        check_state,
        area_key=page.area.key,
        question_key=page.question.key if page.question else "",
        by=request.user,
        **form.cleaned_data,
    )


def _remove(
    request: OrganisationRequest, check_state: CheckState, page: Page, requirement_id: str
) -> HttpResponse:
    """Remove a requirement and offer to take it back."""
    removed = None
    if requirement_id.isdecimal() and len(requirement_id) < 19:
        removed = answering.remove_requirement(check_state, int(requirement_id), request.user)
    return _again(request, check_state, page, removed=removed)


def _again(
    request: OrganisationRequest, check_state: CheckState, page: Page, **context: Any
) -> HttpResponse:
    """Show a page once more, with a requirement that is still being typed."""
    # What was just noted is not typed any more; what is taken back leaves the typing alone.
    is_typing = request.POST.get("action") != "note"
    typed = {name: request.POST.get(f"requirement-{name}") for name in RequirementForm.base_fields}
    context["requirement_form"] = RequirementForm(
        initial={name: text for name, text in typed.items() if text and is_typing}
    )
    if page.question:
        context["form"] = AnswerForm.of(check_state, page.question)
    return show_page(request, check_state, page, **context)


@in_organisation(roles=EDITORS)
@require_safe
@on_running_check
def area(request: OrganisationRequest, check_state: CheckState, key: str) -> HttpResponse:
    """Lead to the first page of an area that wants an answer, or to its first page."""
    pages = [page for page in check_state.flow.pages if page.area and page.area.key == key]
    if not pages:
        raise Http404
    asked = [page for page in pages if check_state.flow.is_asked(page)]
    without_answer = [page for page in asked if page.question and page.key not in check_state.given]
    return redirect(url_of(request, (without_answer or asked or pages)[0]))


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
@on_running_check
def repeat_area(request: OrganisationRequest, check_state: CheckState, key: str) -> HttpResponse:
    """Show which open questions of an area can be answered as last time, and do so if wanted."""
    last_time = LastTime.of(check_state)
    page = check_state.flow.page(key)
    if last_time is None or page is None or page.area is None or page.question:
        raise Http404
    if request.method != "POST":
        context = {
            "section": "check",
            "area": page.area,
            "last_time": last_time,
            "repeatable": last_time.repeatable(page.area),
        }
        return render(request, "checks/repeat_area.html", context)
    number = repeat_area_of(last_time, page.area, request.user)
    word = ngettext(
        "%d Antwort ist unverändert übernommen.",
        "%d Antworten sind unverändert übernommen.",
        number,
    )
    messages.success(request, word % number)
    return redirect("checks:area", slug=request.organisation.slug, key=key)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
@on_running_check
def requirements(request: OrganisationRequest, check_state: CheckState, key: str) -> HttpResponse:
    """The last page of an area: what would a future solution have to be able to do?"""
    page = check_state.flow.page(key)
    if page is None or page.kind is not PageKind.REQUIREMENTS:
        return moving.no_such_page(request, check_state)
    if request.method != "POST":
        return _show(request, check_state, page)
    action = request.POST.get("action", "next")
    form = _requirement_form(request, action)
    if form.is_bound and not form.is_valid():
        return show_page(request, check_state, page, UNPROCESSABLE, requirement_form=form)
    noted = _note(request, check_state, form, page)
    return _after_saving(request, check_state, page, action, noted)
