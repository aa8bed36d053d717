"""Builds the demo organisations with the same functions that people's clicks call."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from checks.domain import answering, systems
from checks.domain.answering import AnswerInput
from checks.domain.check_state import CheckState
from checks.models import AnswerState, Catalogue, Check, Connection, RequirementSource, System
from lotse.demo.colleagues import ask_colleagues
from lotse.demo.comparisons import compare_tools, write_requirements
from lotse.demo.content import (
    ACCOMPANIED,
    CARE_ASSOCIATION,
    CONSULTANCY,
    CONSULTANT,
    DEMOS,
    PASSWORD,
    Agreement,
    Demo,
    DemoPerson,
    Earlier,
)
from lotse.demo.measures import decide_and_rate, hold_rounds
from lotse.reminders.domain.rhythms import RHYTHMS
from lotse.reminders.models import FederalState, ReviewRhythm
from lotse.reports.domain.making import make_report
from lotse.reports.domain.ordering import order_report
from measures.domain.completing import OUTCOMES
from measures.domain.prioritising import rate, suggested_ratings
from measures.domain.suggesting import accept_suggestion
from measures.models import Outcome, Status, Usage
from organisations import tenancy
from organisations.domain.accompanying import close_consultancy, grant_access
from organisations.domain.founding import found_organisation
from organisations.domain.inviting import invite
from organisations.domain.letters import held_back
from organisations.domain.mandate_content import PARTS, SUGGESTIONS
from organisations.domain.mandates import begin_mandate, change_mandate, confirm_mandate
from organisations.models import (
    Consultancy,
    Consultant,
    Membership,
    Organisation,
    Role,
    Side,
    User,
)

SIGNS = {
    "?": AnswerInput(AnswerState.UNKNOWN),
    "-": AnswerInput(AnswerState.NOT_APPLICABLE),
    ".": AnswerInput(),
}
BROUGHT = (
    "Es geht schneller als vorher, und weniger bleibt liegen.",
    "Alle wissen jetzt, wer zuständig ist. Rückfragen kosten weniger Zeit.",
)


def remove_demo() -> None:
    """Delete the demo organisations, their consultancy and all accounts, and nothing else.

    What these people did in other organisations stays there without their name.
    """
    for demo in DEMOS:
        organisation = Organisation.objects.filter(slug=demo.slug).first()
        if organisation:
            organisation.deletes_at = timezone.now()
            organisation.save(update_fields=["deletes_at"])
            with tenancy.activate(organisation):
                organisation.delete()
    for consultancy in Consultancy.objects.filter(name=CONSULTANCY):
        close_consultancy(consultancy, by=None)
    for person in [CONSULTANT, *(person for demo in DEMOS for person in demo.people)]:
        user = User.objects.filter(email=person.email).first()
        if user:
            with tenancy.across(Organisation.objects.all()):
                user.delete()


def build_demo(catalogue: Catalogue, password: str = PASSWORD) -> list[Organisation]:
    """Build all demo organisations on a catalogue and return them.

    All their people sign in with `password`.
    """
    digest = make_password(password)
    organisations = [_build(demo, catalogue, digest) for demo in DEMOS]
    _accompany({organisation.slug: organisation for organisation in organisations}, digest)
    _report_on(organisations[DEMOS.index(CARE_ASSOCIATION)])
    return organisations


def _build(demo: Demo, catalogue: Catalogue, digest: str) -> Organisation:
    with transaction.atomic():
        users = [_account(person, digest) for person in demo.people]
        organisation = found_organisation(
            users[0],
            name=demo.name,
            legal_form=demo.legal_form,
            field_of_work=demo.field_of_work,
            staff_count=demo.staff_count,
            role=demo.people[0].role,
        )
        with tenancy.activate(organisation):
            for person, user in list(zip(demo.people, users, strict=True))[1:]:
                Membership.objects.create(organisation=organisation, user=user, role=person.role)
            if demo.invited:
                _invite(organisation, demo.invited, users[1])
            if demo.agreement:
                _agree(demo.agreement, organisation, users)
            _note_systems(demo, organisation, users[0])
            for earlier in demo.earlier:
                _look_back(demo, earlier, answering.start_check(organisation, catalogue, users[0]))
            if demo.levels:
                check = answering.start_check(organisation, catalogue, users[0])
                _fill_in(check, users[0], demo, demo.levels, is_latest=True)
                _wish(demo, check, users[0])
                ask_colleagues(demo.colleagues, CheckState(check), users[0])
                if demo.is_finished:
                    answering.finish_check(check, users[0])
                    decide_and_rate(CheckState(check), users, demo)
                    hold_rounds(organisation, users)
            _set_rhythm(organisation, users[0])
            write_requirements(organisation, demo.wishes, users[0])
            compare_tools(organisation, demo.comparisons, users[0])
    return organisation


def _accompany(organisations: dict[str, Organisation], digest: str) -> None:
    consultancy = Consultancy.objects.create(name=CONSULTANCY)
    Consultant.objects.create(consultancy=consultancy, user=_account(CONSULTANT, digest))
    for demo, level in ACCOMPANIED:
        organisation = organisations[demo.slug]
        with tenancy.activate(organisation):
            director = Membership.objects.filter(role=Role.DIRECTOR).get().user
            grant_access(organisation, consultancy, level, director)


def _account(person: DemoPerson, digest: str) -> User:
    user = User.objects.create(email=person.email, name=person.name, password=digest)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _invite(organisation: Organisation, email: str, by: User) -> None:
    """Leave an invitation open whose mail went nowhere: nobody has the address."""
    with held_back():
        invitation = invite(organisation, email=email, role=Role.MEMBER, by=by)
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["sent_at"])


def _agree(agreement: Agreement, organisation: Organisation, users: list[User]) -> None:
    """Let pilot and director write the mandate, and confirm it where it is complete."""
    draft = begin_mandate(organisation, users[0])
    members = {one.user_id: one for one in Membership.objects.filter(organisation=organisation)}
    deputy = users[agreement.deputy] if agreement.deputy is not None else None
    begins = timezone.localdate().replace(month=1, day=1)
    content = {
        name: [str(SUGGESTIONS[name][key]) for key in getattr(agreement, name)]
        for name in SUGGESTIONS
    } | {
        "pilot": members[users[0].pk],
        "pilot_name": str(users[0]),
        "deputy": members[deputy.pk] if deputy else None,
        "deputy_name": str(deputy or ""),
        "spending_limit": agreement.spending_limit,
        "hours_per_week": Decimal(agreement.hours_per_week) if agreement.hours_per_week else None,
        "budget_per_year": agreement.budget_per_year,
        "starts_on": begins,
        "ends_on": begins.replace(year=begins.year + 2) - timedelta(days=1),
        "rhythm": agreement.rhythm,
        "rhythm_note": agreement.rhythm_note,
    }
    for part in PARTS:
        seen = draft.version_of(part.key)
        change_mandate(draft, part.key, content, seen_version=seen, by=users[0])
    if agreement.is_confirmed:
        for side, user in ((Side.PILOT, users[0]), (Side.DIRECTOR, users[1])):
            confirm_mandate(draft, side, seen_version=draft.version, by=members[user.pk])


def _note_systems(demo: Demo, organisation: Organisation, by: User) -> None:
    by_name = {
        one.name: systems.SYSTEMS.add(
            System(
                organisation=organisation,
                name=one.name,
                kind=one.kind,
                purpose=one.purpose,
                used_by=one.used_by,
                **one.more,
            ),
            by,
        )
        for one in demo.landscape.systems
    }
    for one in demo.landscape.connections:
        systems.CONNECTIONS.add(
            Connection(
                organisation=organisation,
                source=by_name[one.source],
                target=by_name[one.target],
                data=one.data,
                transfer_method=one.transfer_method,
                times_a_week=Decimal(one.times_a_week),
                minutes=one.minutes,
            ),
            by,
        )


def _look_back(demo: Demo, earlier: Earlier, check: Check) -> None:
    """Let a check just begun be one of long ago, with the measures carried out since."""
    by = check.started_by
    assert by is not None  # noqa: S101 - begun a moment ago
    _fill_in(check, by, demo, earlier.levels)
    answering.finish_check(check, by)
    check.finished_at = timezone.now() - timedelta(days=earlier.days_ago)
    check.started_at = check.finished_at - timedelta(days=12)
    check.save()
    check_state = CheckState(check)
    for number, template_key in enumerate(earlier.carried_out, 1):
        measure = accept_suggestion(check_state, template_key, by)
        values = {
            str(criterion): (suggested.value, "")
            for criterion, suggested in suggested_ratings(measure).items()
        }
        rate(measure, values, seen_version=measure.version, by=by)
        measure.status = Status.DONE
        measure.done_at = check.finished_at + timedelta(days=60 * number)
        measure.save()
        measure.steps.update(done_at=measure.done_at, done_by=by)
        answers = Outcome(
            organisation=measure.organisation,
            measure=measure,
            brought=BROUGHT[number % len(BROUGHT)],
            used=Usage.DAILY if number == 1 else Usage.PARTLY,
            following="Im nächsten Jahr schauen wir, ob es sich bewährt hat.",
        )
        OUTCOMES.change(answers, stored=Outcome(version=0), seen_version=0, by=by)


def _set_rhythm(organisation: Organisation, by: User) -> None:
    """Let the organisation keep the public holidays of its Bundesland and write after nine."""
    rhythm = ReviewRhythm(organisation=organisation, state=FederalState.NW, begins=9, ends=17)
    RHYTHMS.change(rhythm, stored=ReviewRhythm(version=0), seen_version=0, by=by)


def _fill_in(
    check: Check, by: User, demo: Demo, levels: dict[str, str], *, is_latest: bool = False
) -> None:
    """Answer a check by signs; the latest has notes and exceptions, too."""
    check_state = CheckState(check)
    last = ""
    for fact in check_state.document.facts:
        stored = check_state.answers.get(fact.key)
        told = AnswerInput(AnswerState.ANSWERED, value=demo.facts[fact.key])
        seen = stored.version if stored else 0
        answering.save_answer(check_state, fact, told, seen_version=seen, by=by)
    for area in check_state.document.areas:
        signs = levels.get(area.key, "")
        for number, (question, sign) in enumerate(zip(area.questions, signs, strict=False), 1):
            place = (area.key, number)
            answer = SIGNS.get(sign) or AnswerInput(
                AnswerState.ANSWERED,
                level=int(sign),
                note=demo.notes.get(place, "") if is_latest else "",
                exceptions=demo.exceptions.get(place, ()) if is_latest else (),
            )
            if answering.save_answer(check_state, question, answer, seen_version=0, by=by):
                last = question.key
    following = check_state.flow.after(last) if last else None
    answering.remember_place(check, following.key if following else "")


def _wish(demo: Demo, check: Check, by: User) -> None:
    check_state = CheckState(check)
    for wish in demo.wishes:
        if wish.source == RequirementSource.QUESTION:
            answering.note_requirement(
                check_state,
                area_key=wish.area,
                question_key="",
                text=wish.text,
                priority=wish.priority,
                needed_by=wish.needed_by,
                by=by,
            )


def _report_on(organisation: Organisation) -> None:
    with tenancy.activate(organisation):
        check = Check.objects.of(organisation).finished().first()
        director = Membership.objects.filter(organisation=organisation, role="director").get()
        assert check is not None  # noqa: S101 - built a moment ago
        report = order_report(check, director.user)
    make_report(organisation.pk, report.pk)
