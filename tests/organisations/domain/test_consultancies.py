"""What the host does with consultancies."""

import pytest

from organisations import tenancy
from organisations.domain.accompanying import close_consultancy
from organisations.models import Accompaniment, AuditEntry, Consultancy, User
from tests.factories import AccompanimentFactory, ConsultantFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_closing_one_ends_all_its_access_and_its_organisations_find_that_in_their_trail():
    host = UserFactory(name="Hanna Host")
    consultant = ConsultantFactory(consultancy__name="Beratung Nord")
    mine = [AccompanimentFactory(consultancy=consultant.consultancy) for _ in range(2)]
    other = AccompanimentFactory()
    close_consultancy(consultant.consultancy, by=host)
    assert list(Consultancy.objects.all()) == [other.consultancy]
    assert User.objects.filter(pk=consultant.user.pk).exists()
    for accompaniment in mine:
        with tenancy.activate(accompaniment.organisation):
            assert not Accompaniment.objects.exists()
            entry = AuditEntry.objects.of(accompaniment.organisation).get()
        assert (entry.actor_name, entry.action, entry.subject) == (
            "Hanna Host",
            "access.ended",
            "Beratung Nord",
        )
    with tenancy.activate(other.organisation):
        assert list(Accompaniment.objects.all()) == [other]
