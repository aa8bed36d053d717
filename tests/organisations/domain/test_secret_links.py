"""Secret links: what a seed makes, and that links of older versions go on working."""

import pytest

from lotse.reports.domain.sharing import SALT
from organisations import tenancy
from organisations.domain import secret_links
from organisations.models import Invitation
from tests.factories import InvitationFactory


@pytest.mark.parametrize(
    ("salt", "secret"),
    [
        (secret_links.SALT, "b9HrMJAbfhz3TnWvVqU7kRdSLFgJGQf8nYGv86qAfLE"),
        (SALT, "tb4fst55OohaVVGsoYGdmqpfTINdlXq8FwyXA4kBxu8"),
    ],
)
def test_a_seed_makes_the_secret_that_earlier_versions_sent(settings, salt, secret):
    settings.SECRET_KEY = "schluessel"
    assert secret_links.secret_from("saat", salt) == secret


def test_the_digest_is_the_one_that_earlier_versions_stored():
    digest = "22eb019fccc5ca26262ae180643fa1a8f41c05ac5c9a2c69b4d053a04cb0d10d"
    assert secret_links.digest_of("wort") == digest


def test_a_secret_without_a_seed_is_made_once():
    assert secret_links.new_secret() != secret_links.new_secret()


@pytest.mark.django_db
def test_a_link_is_revoked_once():
    invitation = InvitationFactory()
    with tenancy.activate(invitation.organisation):
        assert secret_links.revoke(Invitation.objects.all())
        assert not secret_links.revoke(Invitation.objects.all())
