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


def _go_to(request: OrganisationRequest, run: CheckState, page: Page | None) -> HttpResponse:
    """Go on after saving: show the next page at once to htmx, redirect everyone else."""
    address = url_of(request, page)
    if not request.htmx:
        return redirect(address)
    if page is None or page.kind is PageKind.FACTS:
        return HttpResponseClientRedirect(address)
    response = _show(request, run, page)
    response["HX-Push-Url"] = address
    return response


def _show(request: OrganisationRequest, run: CheckState, page: Page) -> HttpResponse:
    """Show a question or an area's requirements as they are stored."""
    answering.remember_place(run.check, page.key)
    if page.question is None:
        return show_page(request, run, page, requirement_form=EMPTY_REQUIREMENT)
    form = AnswerForm.of(run, page.question)
    return show_page(request, run, page, form=form, requirement_form=EMPTY_REQUIREMENT)


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
def facts(request: OrganisationRequest, run: CheckState) -> HttpResponse:
    """The opening page: facts about the organisation that decide what is asked."""
    page = run.flow.page(FACTS_KEY)
    if page is None:
        return moving.no_such_page(request, run)
    if request.method != "POST":
        answering.remember_place(run.check, page.key)
        last_time = LastTime.of(run)
        before = last_time.facts if last_time else {}
        return show_page(
            request, run, page, facts=FactsForm(run.document, run.answers, before=before)
        )
    form = FactsForm(run.document, run.answers, request.POST)
    if moving.is_of_other_version(request, run):
        return show_page(request, run, page, CONFLICT, facts=form, is_of_other_version=True)
    if not form.is_valid():
        return show_page(request, run, page, UNPROCESSABLE, facts=form)
    stale = [field for field in form.forms if not _save_fact(request, run, field)]
    if stale:
        return show_page(request, run, page, CONFLICT, facts=form, stale=stale)
    return _go_to(request, run, run.flow.after(page.key))


def _save_fact(request: OrganisationRequest, run: CheckState, form: AnswerForm) -> bool:
    """Store one fact; when another version is stored, put it beside the field instead."""
    try:
        answering.save_answer(
            run,
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
def question(request: OrganisationRequest, run: CheckState, key: str) -> HttpResponse:
    """One question: its answer, a note, and requirements on the spot."""
    page = run.flow.page(key)
    if page is None or page.kind is not PageKind.QUESTION:
        page = moving.page_continuing(run, key)
        if page is None:
            return moving.no_such_page(request, run)
        if request.method != "POST":
            return moving.lead_on(request, page)
    if request.method == "POST":
        return _save_question(request, run, page)
    if not run.flow.is_asked(page):
        messages.info(
            request, _("Diese Frage passt nach Ihren Angaben nicht zu Ihrer Organisation.")
        )
        return redirect(url_of(request, run.flow.after(page.key)))
    return _show(request, run, page)


def _save_question(request: OrganisationRequest, run: CheckState, page: Page) -> HttpResponse:
    assert page.question is not None and page.area is not None  # noqa: S101, PT018 - a question page
    action = request.POST.get("action", "next")
    form = _answer_form(run, page.question, action, request.POST)
    requirement_form = _requirement_form(request, action)
    answer_valid = form.is_valid()
    if moving.is_of_other_version(request, run):
        shown = {"form": form, "requirement_form": requirement_form, "is_of_other_version": True}
        return show_page(request, run, page, CONFLICT, **shown)
    if not answer_valid or (requirement_form.is_bound and not requirement_form.is_valid()):
        return show_page(
            request, run, page, UNPROCESSABLE, form=form, requirement_form=requirement_form
        )
    try:
        answering.save_answer(
            run,
            page.question,
            form.said,
            seen_version=form.cleaned_data["version"],
            by=request.user,
        )
    except StaleAnswer as stale:
        return _conflict(request, run, page, form, requirement_form, stale)
    if action == "save":
        return _saved(request, run, page)
    noted = _note(request, run, requirement_form, page)
    return _after_saving(request, run, page, action, noted)


def _answer_form(run: CheckState, question: Question, action: str, sent: Any) -> AnswerForm:
    """Return what was sent as a form; two buttons fill it in from the last check."""
    last_time = LastTime.of(run) if action in (UNCHANGED, OLD_NOTE) else None
    old = last_time.old(question) if last_time else None
    if old and action == UNCHANGED and old.given:
        offered = offered_at(run.flow, question)
        return AnswerForm.unchanged(question, old.answer, sent, exceptions=offered)
    if old and action == OLD_NOTE:
        return AnswerForm.of(run, question, AnswerForm.with_old_note(old.answer, sent))
    return AnswerForm.of(run, question, sent)


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
    run: CheckState,
    page: Page,
    action: str,
    noted: Requirement | None,
) -> HttpResponse:
    """Lead to where the pressed button points."""
    if action.startswith("remove-"):
        return _remove(request, run, page, action.removeprefix("remove-"))
    if action in ("note", "restore"):
        return _again(request, run, page, just_noted=noted)
    if action == OLD_NOTE:
        return _go_to(request, run, page)
    is_back = action == "previous"
    following = run.flow.before(page.key) if is_back else run.flow.after(page.key)
    if not (said := unasked(run, page)):
        return _go_to(request, run, following)
    # A form that was still open when a fact took its question off the way.
    messages.warning(request, said)
    address = url_of(request, following)
    return lead_to(request, address)


def _saved(request: OrganisationRequest, run: CheckState, page: Page) -> HttpResponse:
    """Confirm a save in passing: the new version, the progress, and a word."""
    if not request.htmx:
        return redirect(url_of(request, page))
    answering.remember_place(run.check, page.key)
    answer = run.answers.get(page.key)
    context = about(request, run, page) | {"version": answer.version if answer else 0}
    if context["last_time"]:
        context["change_mark"] = change_mark(context["difference"], swaps=True)
    return render(request, "checks/parts/saved.html", context)


def _conflict(
    request: OrganisationRequest,
    run: CheckState,
    page: Page,
    form: AnswerForm,
    requirement_form: RequirementForm,
    stale: StaleAnswer,
) -> HttpResponse:
    """Show both versions; saving once more keeps one's own."""
    form.show_other_version(stale.stored, to=request.user)
    return show_page(
        request,
        run,
        page,
        CONFLICT,
        form=form,
        requirement_form=requirement_form,
    )


def _note(
    request: OrganisationRequest, run: CheckState, form: RequirementForm, page: Page
) -> Requirement | None:
    """Store the requirement of a bound form and return it."""
    if not form.is_bound:
        return None
    assert page.area is not None  # noqa: S101 - requirements belong to an area
    return answering.note_requirement(
        run,
        area_key=page.area.key,
        question_key=page.question.key if page.question else "",
        by=request.user,
        **form.cleaned_data,
    )


def _remove(
    request: OrganisationRequest, run: CheckState, page: Page, requirement_id: str
) -> HttpResponse:
    """Remove a requirement and offer to take it back."""
    removed = None
    if requirement_id.isdecimal() and len(requirement_id) < 19:
        removed = answering.remove_requirement(run, int(requirement_id), request.user)
    return _again(request, run, page, removed=removed)


def _again(
    request: OrganisationRequest, run: CheckState, page: Page, **context: Any
) -> HttpResponse:
    """Show a page once more, with a requirement that is still being typed."""
    # What was just noted is not typed any more; what is taken back leaves the typing alone.
    is_typing = request.POST.get("action") != "note"
    typed = {name: request.POST.get(f"requirement-{name}") for name in RequirementForm.base_fields}
    context["requirement_form"] = RequirementForm(
        initial={name: text for name, text in typed.items() if text and is_typing}
    )
    if page.question:
        context["form"] = AnswerForm.of(run, page.question)
    return show_page(request, run, page, **context)


@in_organisation(roles=EDITORS)
@require_safe
@on_running_check
def area(request: OrganisationRequest, run: CheckState, key: str) -> HttpResponse:
    """Lead to the first page of an area that wants an answer, or to its first page."""
    pages = [page for page in run.flow.pages if page.area and page.area.key == key]
    if not pages:
        raise Http404
    asked = [page for page in pages if run.flow.is_asked(page)]
    without_answer = [page for page in asked if page.question and page.key not in run.given]
    return redirect(url_of(request, (without_answer or asked or pages)[0]))


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
@on_running_check
def repeat_area(request: OrganisationRequest, run: CheckState, key: str) -> HttpResponse:
    """Show which open questions of an area can be answered as last time, and do so if wanted."""
    last_time = LastTime.of(run)
    page = run.flow.page(key)
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
def requirements(request: OrganisationRequest, run: CheckState, key: str) -> HttpResponse:
    """The last page of an area: what would a future solution have to be able to do?"""
    page = run.flow.page(key)
    if page is None or page.kind is not PageKind.REQUIREMENTS:
        return moving.no_such_page(request, run)
    if request.method != "POST":
        return _show(request, run, page)
    action = request.POST.get("action", "next")
    form = _requirement_form(request, action)
    if form.is_bound and not form.is_valid():
        return show_page(request, run, page, UNPROCESSABLE, requirement_form=form)
    noted = _note(request, run, form, page)
    return _after_saving(request, run, page, action, noted)
