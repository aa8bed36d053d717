"""People, organisations, memberships, and the base of all tenant factories."""

from datetime import date
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone
from factory.django import DjangoModelFactory

from organisations import tenancy
from organisations.domain.inviting import LIFETIME
from organisations.domain.secret_links import digest_of
from organisations.models import (
    AccessLevel,
    Accompaniment,
    AuditEntry,
    Consultancy,
    Consultant,
    FieldOfWork,
    InstanceSettings,
    Invitation,
    LegalForm,
    Mandate,
    MandatePaper,
    Membership,
    Organisation,
    Role,
    UndeliverableAddress,
    User,
)

PASSWORD = "ein-langes-testkennwort"


class UserFactory(DjangoModelFactory):
    """A person with a verified address and the password `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@test.example")
    name = factory.Sequence(lambda number: f"Person {number}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        user = User.objects.create_user(password=PASSWORD, **kwargs)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


class OrganisationFactory(DjangoModelFactory):
    """An organisation without members."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda number: f"Verein {number}")
    slug = factory.Sequence(lambda number: f"verein-{number}")
    legal_form = LegalForm.ASSOCIATION
    field_of_work = FieldOfWork.COUNSELLING
    staff_count = 8


class TenantFactory(DjangoModelFactory):
    """Base of factories whose rows belong to an organisation."""

    class Meta:
        abstract = True

    organisation = factory.SubFactory(OrganisationFactory)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with tenancy.activate(kwargs["organisation"]):
            return super()._create(model_class, *args, **kwargs)


def of_same_organisation(target: Any, **kwargs: Any) -> factory.SubFactory:
    """Create a related tenant row in the organisation of this one."""
    return factory.SubFactory(
        target, organisation=factory.SelfAttribute("..organisation"), **kwargs
    )


class MembershipFactory(TenantFactory):
    """A pilot, unless another role is named."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.PILOT


class InvitationFactory(TenantFactory):
    """An open invitation of a member whose mail left with the secret `secret`."""

    class Meta:
        model = Invitation
        exclude = ("secret",)

    secret = factory.Sequence(lambda number: f"geheimnis-{number}")
    email = factory.Sequence(lambda number: f"eingeladen{number}@test.example")
    role = Role.MEMBER
    invited_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + LIFETIME)
    sent_at = factory.LazyFunction(timezone.now)
    token_digest = factory.LazyAttribute(lambda row: digest_of(row.secret))


class InstanceSettingsFactory(DjangoModelFactory):
    """The settings of a host who set nothing yet."""

    class Meta:
        model = InstanceSettings


class ConsultancyFactory(DjangoModelFactory):
    """A consultancy without consultants."""

    class Meta:
        model = Consultancy

    name = factory.Sequence(lambda number: f"Beratung {number}")


class ConsultantFactory(DjangoModelFactory):
    """A person who works for a consultancy."""

    class Meta:
        model = Consultant

    consultancy = factory.SubFactory(ConsultancyFactory)
    user = factory.SubFactory(UserFactory)


class AccompanimentFactory(TenantFactory):
    """An organisation that lets a consultancy read."""

    class Meta:
        model = Accompaniment

    consultancy = factory.SubFactory(ConsultancyFactory)
    level = AccessLevel.READ


class AuditEntryFactory(TenantFactory):
    """An entry of the audit trail."""

    class Meta:
        model = AuditEntry

    actor_name = "Person"
    action = "check.started"


class MandateFactory(TenantFactory):
    """A draft that is ready to be confirmed; `is_confirmed=True` confirms it for both sides."""

    class Meta:
        model = Mandate

    class Params:
        is_confirmed = factory.Trait(
            director_confirmed_name="Dana Direktion",
            director_confirmed_at=factory.LazyFunction(timezone.now),
            pilot_confirmed_name="Piet Lotse",
            pilot_confirmed_at=factory.LazyFunction(timezone.now),
        )

    number = 1
    pilot = of_same_organisation(MembershipFactory)
    pilot_name = "Piet Lotse"
    tasks = ["Den Digitalisierungscheck durchführen und regelmäßig wiederholen", "Kaffee kochen"]
    hours_per_week = 4
    budget_per_year = 1500
    starts_on = date(2026, 1, 1)


class MandatePaperFactory(TenantFactory):
    """The scan of a mandate that both sides signed on paper."""

    class Meta:
        model = MandatePaper

    mandate = of_same_organisation(MandateFactory, is_confirmed=True)
    signed_on = date(2026, 1, 15)
    for_director = True
    for_pilot = True
    name = "beauftragung.pdf"
    kind = "pdf"
    content = b"%PDF-1.7 unterschrieben %%EOF"
    size = 29


class UndeliverableAddressFactory(TenantFactory):
    """An address that our mail server refused."""

    class Meta:
        model = UndeliverableAddress

    address = factory.Sequence(lambda number: f"niemand{number}@test.example")
    reason = "Der Mailserver nimmt diese Adresse nicht an: 550 No such user"
