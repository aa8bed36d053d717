"""What is stored about a person: to take along, and to be deleted with the account."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.utils.translation import gettext as _

from lotse.mails.domain.forgetting import forget_mails_to
from lotse.portability.domain import layout
from lotse.portability.domain.writing import as_plain
from organisations import tenancy
from organisations.domain import team
from organisations.models import Membership, User
from organisations.tenancy.fields import TenantModel

CLOSED_NAME = "Gelöschtes Konto"
# Nobody can own an address below „invalid“ (RFC 2606).
CLOSED_EMAIL = "geloescht-{pk}@konto.invalid"
# What proves who someone is does not leave the database.
SECRETS = {"password", "data", "token", "token_secret", "session_key", "key", "seed"}


class MustStay(Exception):
    """The account holds up organisations; `reasons` say which and what helps, in German."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


def own_data(user: User) -> str:
    """Return everything stored about a person as JSON with German names."""
    content = {
        _("Konto"): _readable(user),
        _("Rund um das Konto"): {
            str(model._meta.verbose_name_plural): [
                _readable(row) for row in model._base_manager.filter(**{field.name: user})
            ]
            for model, field in _models_about_people()
        },
        _("Organisationen"): [_in_organisation(one) for one in _memberships(user)],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=str)


def _memberships(user: User) -> list[Membership]:
    with tenancy.own_memberships(user):
        return list(Membership.objects.of_person(user).with_organisations())


def _in_organisation(membership: Membership) -> dict[str, Any]:
    with tenancy.activate(membership.organisation):
        return {
            _("Name"): membership.organisation.name,
            _("Einträge"): {
                str(model._meta.verbose_name_plural): rows
                for model in layout.all_tenant_models()
                if (rows := _rows_by(model, membership))
            },
        }


def _rows_by(model: type[TenantModel], membership: Membership) -> list[dict[str, Any]]:
    """Return the rows of a kind that name the person, whatever the field is called."""
    mine = models.Q()
    for field in layout.fields_of(model):
        if field.related_model is User:
            mine |= models.Q(**{field.name: membership.user_id})
        elif field.related_model is Membership:
            mine |= models.Q(**{field.name: membership.pk})
    if not mine:
        return []
    rows = model._base_manager.filter(mine, organisation_id=membership.organisation_id)
    return [_readable(row) for row in rows.order_by("pk")]


def _readable(row: models.Model) -> dict[str, Any]:
    return {
        str(field.verbose_name): as_plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if not field.is_relation
        and not isinstance(field, models.BinaryField)
        and field.name not in SECRETS | {"id"}
    }


def _models_about_people() -> Iterator[tuple[type[models.Model], models.Field[Any, Any]]]:
    """Yield all models outside of organisations with the field that refers to a person."""
    for relation in User._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if (
            isinstance(relation, models.ManyToOneRel)
            and isinstance(model, type)
            and not issubclass(model, TenantModel)
            and not model._meta.auto_created
        ):
            yield model, relation.field


def why_account_must_stay(user: User) -> list[str]:
    """Return what speaks against closing an account, empty when nothing does."""
    reasons = []
    for membership in _memberships(user):
        with tenancy.activate(membership.organisation):
            reason = team.why_it_must_stay(membership)
            if reason is not None:
                reasons.append(f"{membership.organisation.name}: {reason}")
    return reasons


def close_account(user: User) -> None:
    """Delete everything about the account; what the person wrote stays without their name.

    Memberships end, sign-ins and sessions are gone. The row itself stays as „Gelöschtes Konto“,
    because answers and ratings of organisations refer to it. Raises `MustStay` when someone
    has to take over first; then nothing has changed.
    """
    with transaction.atomic():
        reasons = why_account_must_stay(user)
        if reasons:
            raise MustStay(reasons)
        for membership in _memberships(user):
            with tenancy.activate(membership.organisation):
                forget_mails_to(user)
                team.leave(membership)
        for model, field in _models_about_people():
            model._base_manager.filter(**{field.name: user}).delete()
        EmailAddress.objects.filter(user=user).delete()
        user.name, user.email = CLOSED_NAME, CLOSED_EMAIL.format(pk=user.pk)
        user.is_active = user.is_staff = user.is_superuser = False
        user.last_login = None
        user.set_unusable_password()
        user.groups.clear()
        user.user_permissions.clear()
        user.save()
