"""Data that is carried over when an installation gets a newer version."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction

from checks.models import Check
from organisations import tenancy
from tests.factories import AnswerFactory, CheckFactory

keep_maturity = import_module("checks.migrations.0005_maturity_of_closed_checks").keep_maturity


@pytest.mark.django_db
def test_checks_that_were_closed_before_get_the_maturity_they_show():
    closed, running = [CheckFactory(finished_at="2026-01-01T00:00:00Z"), CheckFactory()]
    for check in (closed, running):
        AnswerFactory(organisation=check.organisation, check_run=check, level=3)
        AnswerFactory(
            organisation=check.organisation,
            check_run=check,
            question_key="goals",
            state="open",
            level=None,
            note="Später",
        )
    with transaction.atomic():
        keep_maturity(apps, SimpleNamespace(connection=connection))
    with tenancy.across([closed.organisation, running.organisation]):
        stored = {check.pk: (check.percent, check.area_percents) for check in Check.objects.all()}
    assert stored == {
        closed.pk: (75, {"leadership": 75, "security": None}),
        running.pk: (None, {}),
    }
