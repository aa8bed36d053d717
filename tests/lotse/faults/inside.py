"""Runs inside the application whose processes are killed: orders work, tells what became of it.

python -m tests.lotse.faults.inside order 12      stores twelve orders and tells the worker
python -m tests.lotse.faults.inside outcome       prints what became of all orders, as JSON
"""

from __future__ import annotations

import sys
from uuid import uuid4

import django

django.setup()


from checks.domain.catalogue import Kind  # noqa: E402
from checks.domain.publishing import document_of  # noqa: E402
from checks.models import Catalogue  # noqa: E402
from lotse.jobs.tasks import enqueue  # noqa: E402
from lotse.reports.models import Report  # noqa: E402
from organisations import tenancy  # noqa: E402
from tests.factories import AnswerFactory, CheckFactory, MembershipFactory  # noqa: E402


def order(number: int) -> None:
    """Order a report for each of so many new organisations, one commit after the other."""
    catalogue = Catalogue.objects.get(key="digitalisierungscheck")
    every = document_of(catalogue.pk).questions
    questions = [question for question in every if question.kind is Kind.LEVEL][:20]
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
        # From here on it is confirmed: whoever ordered it sees that it is being made.
        sys.stdout.write(f"{report.pk}\n")
        sys.stdout.flush()
        enqueue(report)


if __name__ == "__main__":
    order(int(sys.argv[1]))
