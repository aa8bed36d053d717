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
from checks.domain.check_flow import FACTS_KEY, Stop, StopKind
from checks.domain.check_state import CheckState
from checks.domain.offering import offers_for
from checks.domain.repeating import LastTime
from checks.domain.repeating import repeat_area as repeat_area_of
from checks.forms.answers import AnswerForm, FactsForm, RequirementForm
from checks.forms.starting import StartForm
from checks.models import Requirement
from checks.views import outdated_catalogue
from checks.views.current_check import closed as _closed
from checks.views.current_check import running as _running
from checks.views.pages import EMPTY_REQUIREMENT, about, change_mark, page, unasked, url_of
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE

# Buttons that take something over from the last check.
UNCHANGED, OLD_NOTE = "unchanged", "old-note"


def _go_to(request: OrganisationRequest, run: CheckState, stop: Stop | None) -> HttpResponse:
    """Go on after saving: show the next stop at once to htmx, redirect everyone else."""
    address = url_of(request, stop)
    if not request.htmx:
        return redirect(address)
    if stop is None or stop.kind is StopKind.FACTS:
        return HttpResponseClientRedirect(address)
    response = _show(request, run, stop)
    response["HX-Push-Url"] = address
    return response


def _show(request: OrganisationRequest, run: CheckState, stop: Stop) -> HttpResponse:
    """Show a question or an area's requirements as they are stored."""
    answering.remember_place(run.check, stop.key)
    if stop.question is None:
        return page(request, run, stop, requirement_form=EMPTY_REQUIREMENT)
    form = AnswerForm(
        stop.question,
        initial=AnswerForm.initial_for(stop.question, run.answers.get(stop.key)),
    )
    return page(request, run, stop, form=form, requirement_form=EMPTY_REQUIREMENT)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: OrganisationRequest) -> HttpResponse:
    """Explain the check and start it, or lead to where the running one stands."""
    running = queries.current_check(request.organisation)
    if running:
        flow = CheckState(running).flow
        stop = flow.stop(running.current_key)
        if stop is None or not flow.is_asked(stop):
            stop = flow.all_stops[0]
        return redirect(url_of(request, stop))
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
    finished = list(queries.checks().of(request.organisation).finished().with_catalogues())
    document = form.offers[0].document if form else None
    context = {
        "section": "check",
        "finished": finished,
        "form": form,
        "document": document,
        "repeats": bool(finished and document and finished[0].catalogue.key == document.key),
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
                "%(number)d Antwort aus %(name)s ist übernommen und als übernommen "
                "gekennzeichnet. Sie können sie ändern.",
                "%(number)d Antworten aus %(name)s sind übernommen und als übernommen "
                "gekennzeichnet. Sie können sie ändern.",
                source.number,
            )
            % {"number": source.number, "name": source.name},
        )
    return redirect(url_of(request, CheckState(started).flow.all_stops[0]))


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: OrganisationRequest) -> HttpResponse:
    """The opening page: facts about the organisation that decide what is asked."""
    run = _running(request)
    if run is None:
        return _closed(request)
    stop = run.flow.stop(FACTS_KEY)
    if stop is None:
        return outdated_catalogue.no_such_stop(request, run)
    if request.method != "POST":
        answering.remember_place(run.check, stop.key)
        last_time = LastTime.of(run)
        before = last_time.facts if last_time else {}
        return page(request, run, stop, facts=FactsForm(run.document, run.answers, before=before))
    form = FactsForm(run.document, run.answers, request.POST)
    if outdated_catalogue.is_of_other_version(request, run):
        return page(request, run, stop, CONFLICT, facts=form, is_of_other_version=True)
    if not form.is_valid():
        return page(request, run, stop, UNPROCESSABLE, facts=form)
    stale = [field for field in form.forms if not _save_fact(request, run, field)]
    if stale:
        return page(request, run, stop, CONFLICT, facts=form, stale=stale)
    return _go_to(request, run, run.flow.after(stop.key))


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
def question(request: OrganisationRequest, key: str) -> HttpResponse:
    """One question: its answer, a note, and requirements on the spot."""
    run = _running(request)
    if run is None:
        return _closed(request)
    stop = run.flow.stop(key)
    if stop is None or stop.kind is not StopKind.QUESTION:
        stop = outdated_catalogue.stop_going_on(run, key)
        if stop is None:
            return outdated_catalogue.no_such_stop(request, run)
        if request.method != "POST":
            return outdated_catalogue.lead_on(request, stop)
    if request.method == "POST":
        return _save_question(request, run, stop)
    if not run.flow.is_asked(stop):
        messages.info(
            request, _("Diese Frage betrifft Ihre Organisation nach Ihren Angaben nicht.")
        )
        return redirect(url_of(request, run.flow.after(stop.key)))
    return _show(request, run, stop)


def _save_question(request: OrganisationRequest, run: CheckState, stop: Stop) -> HttpResponse:
    assert stop.question is not None and stop.area is not None  # noqa: S101, PT018 - a question stop
    action = request.POST.get("action", "next")
    form = _answer_form(run, stop.question, action, request.POST)
    requirement_form = _requirement_form(request, action)
    answer_valid = form.is_valid()
    if outdated_catalogue.is_of_other_version(request, run):
        shown = {"form": form, "requirement_form": requirement_form, "is_of_other_version": True}
        return page(request, run, stop, CONFLICT, **shown)
    if not answer_valid or (requirement_form.is_bound and not requirement_form.is_valid()):
        return page(request, run, stop, UNPROCESSABLE, form=form, requirement_form=requirement_form)
    try:
        answering.save_answer(
            run,
            stop.question,
            form.said,
            seen_version=form.cleaned_data["version"],
            by=request.user,
        )
    except StaleAnswer as stale:
        return _conflict(request, run, stop, form, requirement_form, stale)
    if action == "save":
        return _saved(request, run, stop)
    noted = _note(request, run, requirement_form, stop)
    return _after_saving(request, run, stop, action, noted)


def _answer_form(run: CheckState, question: Question, action: str, sent: Any) -> AnswerForm:
    """Return what was sent as a form; two buttons fill it in from the last check."""
    last_time = LastTime.of(run) if action in (UNCHANGED, OLD_NOTE) else None
    old = last_time.old(question) if last_time else None
    if old and action == UNCHANGED and old.given:
        return AnswerForm.unchanged(question, old.answer, sent)
    if old and action == OLD_NOTE:
        return AnswerForm.with_old_note(question, old.answer, sent)
    return AnswerForm(question, sent)


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
    stop: Stop,
    action: str,
    noted: Requirement | None,
) -> HttpResponse:
    """Lead to where the pressed button points."""
    if action.startswith("remove-"):
        return _remove(request, run, stop, action.removeprefix("remove-"))
    if action in ("note", "restore"):
        return _again(request, run, stop, just_noted=noted)
    if action == OLD_NOTE:
        return _go_to(request, run, stop)
    is_back = action == "previous"
    following = run.flow.before(stop.key) if is_back else run.flow.after(stop.key)
    if not (said := unasked(run, stop)):
        return _go_to(request, run, following)
    # A form that was still open when a fact took its question off the way.
    messages.warning(request, said)
    address = url_of(request, following)
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _saved(request: OrganisationRequest, run: CheckState, stop: Stop) -> HttpResponse:
    """Confirm a save in passing: the new version, the progress, and a word."""
    if not request.htmx:
        return redirect(url_of(request, stop))
    answering.remember_place(run.check, stop.key)
    answer = run.answers.get(stop.key)
    context = about(request, run, stop) | {"version": answer.version if answer else 0}
    if context["last_time"]:
        context["change_mark"] = change_mark(context["difference"], swaps=True)
    return render(request, "checks/parts/saved.html", context)


def _conflict(
    request: OrganisationRequest,
    run: CheckState,
    stop: Stop,
    form: AnswerForm,
    requirement_form: RequirementForm,
    stale: StaleAnswer,
) -> HttpResponse:
    """Show both versions; saving once more keeps one's own."""
    form.show_other_version(stale.stored, to=request.user)
    return page(
        request,
        run,
        stop,
        CONFLICT,
        form=form,
        requirement_form=requirement_form,
    )


def _note(
    request: OrganisationRequest, run: CheckState, form: RequirementForm, stop: Stop
) -> Requirement | None:
    """Store the requirement of a bound form and return it."""
    if not form.is_bound:
        return None
    assert stop.area is not None  # noqa: S101 - requirements belong to an area
    return answering.note_requirement(
        run,
        area_key=stop.area.key,
        question_key=stop.question.key if stop.question else "",
        by=request.user,
        **form.cleaned_data,
    )


def _remove(
    request: OrganisationRequest, run: CheckState, stop: Stop, requirement_id: str
) -> HttpResponse:
    """Remove a requirement and offer to take it back."""
    removed = None
    if requirement_id.isdecimal() and len(requirement_id) < 19:
        removed = answering.remove_requirement(run, int(requirement_id), request.user)
    return _again(request, run, stop, removed=removed)


def _again(
    request: OrganisationRequest, run: CheckState, stop: Stop, **context: Any
) -> HttpResponse:
    """Show a stop once more, with a requirement that is still being typed."""
    # What was just noted is not typed any more; what is taken back leaves the typing alone.
    is_typing = request.POST.get("action") != "note"
    typed = {name: request.POST.get(f"requirement-{name}") for name in RequirementForm.base_fields}
    context["requirement_form"] = RequirementForm(
        initial={name: text for name, text in typed.items() if text and is_typing}
    )
    if stop.question:
        stored = run.answers.get(stop.key)
        context["form"] = AnswerForm(
            stop.question, initial=AnswerForm.initial_for(stop.question, stored)
        )
    return page(request, run, stop, **context)


@in_organisation(roles=EDITORS)
@require_safe
def area(request: OrganisationRequest, key: str) -> HttpResponse:
    """Lead to the first stop of an area that wants an answer, or to its first stop."""
    run = _running(request)
    if run is None:
        return _closed(request)
    stops = [stop for stop in run.flow.all_stops if stop.area and stop.area.key == key]
    if not stops:
        raise Http404
    asked = [stop for stop in stops if run.flow.is_asked(stop)]
    without_answer = [stop for stop in asked if stop.question and stop.key not in run.given]
    return redirect(url_of(request, (without_answer or asked)[0]))


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def repeat_area(request: OrganisationRequest, key: str) -> HttpResponse:
    """Show which open questions of an area can be answered as last time, and do so if wanted."""
    run = _running(request)
    if run is None:
        return _closed(request)
    last_time = LastTime.of(run)
    stop = run.flow.stop(key)
    if last_time is None or stop is None or stop.area is None or stop.question:
        raise Http404
    if request.method != "POST":
        context = {
            "section": "check",
            "area": stop.area,
            "last_time": last_time,
            "repeatable": last_time.repeatable(stop.area),
        }
        return render(request, "checks/repeat_area.html", context)
    number = repeat_area_of(last_time, stop.area, request.user)
    word = ngettext(
        "%d Antwort ist unverändert übernommen.",
        "%d Antworten sind unverändert übernommen.",
        number,
    )
    messages.success(request, word % number)
    return redirect("checks:area", slug=request.organisation.slug, key=key)


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def requirements(request: OrganisationRequest, key: str) -> HttpResponse:
    """The last stop of an area: what would a future solution have to be able to do?"""
    run = _running(request)
    if run is None:
        return _closed(request)
    stop = run.flow.stop(key)
    if stop is None or stop.kind is not StopKind.REQUIREMENTS:
        return outdated_catalogue.no_such_stop(request, run)
    if request.method != "POST":
        return _show(request, run, stop)
    action = request.POST.get("action", "next")
    form = _requirement_form(request, action)
    if form.is_bound and not form.is_valid():
        return page(request, run, stop, UNPROCESSABLE, requirement_form=form)
    noted = _note(request, run, form, stop)
    return _after_saving(request, run, stop, action, noted)
