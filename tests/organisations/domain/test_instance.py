"""What the host has set, at hand without asking the database for every page."""

import pytest
from django.db import IntegrityError, transaction

from organisations.domain import instance
from organisations.models import InstanceSettings
from tests.factories import InstanceSettingsFactory

pytestmark = pytest.mark.django_db


class TestTheCurrentSettings:
    def test_are_those_of_a_new_instance_until_the_host_sets_some(self):
        instance.forget()
        assert instance.current().name == "Lotse"

    def test_are_read_once(self, django_assert_num_queries):
        InstanceSettingsFactory(name="Lotse Nord")
        with django_assert_num_queries(1):
            assert {instance.current().name for _ in range(3)} == {"Lotse Nord"}

    def test_are_read_again_after_a_change(self):
        row = InstanceSettingsFactory(name="Alt")
        assert instance.current().name == "Alt"
        row.name = "Neu"
        row.save()
        assert instance.current().name == "Neu"

    def test_are_read_again_after_a_while(self, settings):
        InstanceSettingsFactory(name="Alt")
        instance.current()
        InstanceSettings.objects.update(name="Neu")
        assert instance.current().name == "Alt"
        settings.HOST_SETTINGS_SECONDS = 0
        assert instance.current().name == "Neu"

    def test_stand_in_one_row(self):
        InstanceSettingsFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            InstanceSettingsFactory(pk=2)

    def test_cannot_forget_the_trail_within_a_year(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            InstanceSettingsFactory(keep_trail_months=11)


@pytest.mark.parametrize(
    ("configured", "chosen", "is_open"),
    [
        (True, "", True),
        (False, "", False),
        (False, "open", True),
        (True, "closed", False),
    ],
)
def test_the_host_opens_or_closes_registration(settings, configured, chosen, is_open):
    settings.REGISTRATION_OPEN = configured
    InstanceSettingsFactory(registration=chosen)
    assert instance.is_registration_open() == is_open


@pytest.mark.parametrize(("chosen", "key"), [("", "digitalisierungscheck"), ("eigener", "eigener")])
def test_the_host_chooses_the_catalogue(chosen, key):
    InstanceSettingsFactory(default_catalogue=chosen)
    assert instance.catalogue_key() == key


def test_mails_carry_the_name_of_the_instance_in_one_line():
    InstanceSettingsFactory(name="Lotse Nord")
    assert instance.mail_subject("Einladung:\r\nBcc: x") == "[Lotse Nord] Einladung: Bcc: x"
