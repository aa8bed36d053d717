"""Runs inside the application whose processes are killed: orders work and tells what is confirmed.

python -m tests.lotse.faults.inside reports 12    stores twelve orders, tells the worker of each
python -m tests.lotse.faults.inside mails 12      posts twelve mails
"""

from __future__ import annotations

import sys
from uuid import uuid4

import django

django.setup()


from checks.domain.catalogue import QuestionKind  # noqa: E402
from checks.domain.publishing import document_of  # noqa: E402
from checks.models import Catalogue  # noqa: E402
from lotse.jobs.tasks import enqueue  # noqa: E402
from lotse.reports.models import Report  # noqa: E402
from organisations import tenancy  # noqa: E402
from organisations.domain.letters import Letter, post  # noqa: E402
from tests.factories import (  # noqa: E402
    AnswerFactory,
    CheckFactory,
    MembershipFactory,
    OrganisationFactory,
)


def order_reports(number: int) -> None:
    """Order a report for each of so many new organisations, one commit after the other."""
    catalogue = Catalogue.objects.get(key="digitalisierungscheck")
    every = document_of(catalogue.pk).questions
    questions = [question for question in every if question.kind is QuestionKind.LEVEL][:20]
    for _count in range(number):
        name = uuid4().hex
        member = MembershipFactory(organisation__slug=name, user__email=f"{name}@lotse.example")
        check = CheckFactory(
            organisation=member.organisation,
            catalogue=catalogue,
            started_by=member.user,
            finished_at="2026-01-02T10:00Z",
        )
        for question in questions:
            AnswerFactory(
                organisation=member.organisation, check_run=check, question_key=question.key
            )
        with tenancy.activate(member.organisation):
            report = Report.objects.create(
                organisation=member.organisation, check_run=check, requested_by=member.user
            )
        confirm(report.pk)
        enqueue(report)


def post_mails(number: int) -> None:
    """Post so many mails of one new organisation, one commit after the other."""
    name = uuid4().hex
    organisation = OrganisationFactory(slug=name)
    for count in range(number):
        identity = f"{name}-{count}"
        with tenancy.activate(organisation):
            post(
                Letter(
                    organisation_id=organisation.pk,
                    kind="fault",
                    identity=identity,
                    to=f"{identity}@lotse.example",
                    subject="Erinnerung",
                    text="Das ist fällig.",
                )
            )
        confirm(identity)


def confirm(what: object) -> None:
    """Tell that something is stored: whoever ordered it sees that it will be done."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    {"reports": order_reports, "mails": post_mails}[sys.argv[1]](int(sys.argv[2]))
