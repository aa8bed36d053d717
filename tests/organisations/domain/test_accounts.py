"""Accounts that a host makes for someone else, and the mail about them."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone

from lotse.accounts import password_was_set_by_link
from organisations.domain.accounts import (
    account_with,
    make_account,
    prove_address,
    send_first_password,
)
from tests.factories import ConsultancyFactory, InstanceSettingsFactory, UserFactory

pytestmark = pytest.mark.django_db


class TestMakingAnAccount:
    def test_stores_a_person_without_a_password_and_with_an_unproven_address(self):
        user = make_account("Bea@Beratung.example", "Bea")
        assert (user.email, user.name) == ("bea@beratung.example", "Bea")
        assert not user.has_usable_password()
        address = EmailAddress.objects.get(user=user)
        assert (address.email, address.primary, address.verified) == (user.email, True, False)

    def test_is_refused_where_there_is_one(self):
        UserFactory(email="bea@beratung.example")
        with pytest.raises(IntegrityError), transaction.atomic():
            make_account("BEA@beratung.example", "Bea")


def test_an_account_is_found_whatever_the_case_of_its_address():
    user = UserFactory(email="bea@beratung.example")
    assert account_with(" Bea@Beratung.Example ") == user
    assert account_with("cem@beratung.example") is None


class TestProvingAnAddress:
    def test_takes_the_only_one(self):
        user = make_account("bea@beratung.example", "Bea")
        prove_address(user)
        assert EmailAddress.objects.get(user=user).verified

    def test_does_not_guess_among_several(self):
        user = make_account("bea@beratung.example", "Bea")
        EmailAddress.objects.create(user=user, email="zweite@beratung.example")
        prove_address(user)
        assert not EmailAddress.objects.filter(verified=True).exists()


class TestTheFirstMail:
    def test_leads_to_the_first_password_and_proves_the_address(self, client, mailoutbox):
        InstanceSettingsFactory(name="Lotse Nord")
        user = make_account("bea@beratung.example", "Bea")
        assert send_first_password(user, UserFactory())
        (mail,) = mailoutbox
        assert (mail.to, mail.subject) == ([user.email], "[Lotse Nord] Ihr Konto")
        path = re.search(r"http://[^/]+(/konto/password/reset/key/\S+)", mail.body)[1]
        page = client.get(path, follow=True)
        form = page.redirect_chain[-1][0]
        password = "ein-langer-neuer-Satz-2026"
        client.post(form, {"password1": password, "password2": password})
        user.refresh_from_db()
        assert user.check_password(password)
        assert EmailAddress.objects.get(user=user).verified

    def test_of_someone_who_was_here_before_proves_nothing(self, client, mailoutbox):
        user = make_account("bea@beratung.example", "Bea")
        user.last_login = timezone.now()
        user.save()
        password_was_set_by_link(user)
        assert not EmailAddress.objects.get(user=user).verified

    def test_that_does_not_leave_is_said(self, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 9
        user = make_account("bea@beratung.example", "Bea")
        assert not send_first_password(user, UserFactory())

    @pytest.mark.parametrize(
        ("consultancy", "is_staff", "why"),
        [
            ("Beratung Nord", False, "Damit begleiten Sie für „Beratung Nord“ Organisationen"),
            (None, True, "Damit verwalten Sie diese Installation mit."),
            (None, False, "legen Sie Ihre Organisation an oder nehmen eine Einladung an"),
        ],
    )
    def test_says_who_made_the_account_and_what_for(self, mailoutbox, consultancy, is_staff, why):
        InstanceSettingsFactory(name="Lotse Nord")
        user = make_account("bea@beratung.example", "Bea")
        user.is_staff = is_staff
        works_for = ConsultancyFactory(name=consultancy) if consultancy else None
        send_first_password(user, UserFactory(name="Hanna Host"), works_for)
        (mail,) = mailoutbox
        assert mail.body.startswith("Guten Tag Bea,")
        assert "Hanna Host hat für Sie ein Konto bei Lotse Nord angelegt." in mail.body
        assert why in mail.body
