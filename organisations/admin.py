"""The host's administration of people, consultancies and the directory of organisations."""

from __future__ import annotations

from typing import Any, cast

from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.administration import ForHosts, HostAdmin
from organisations.domain import accounts
from organisations.domain.accompanying import close_consultancy
from organisations.forms.administration import AccountForm, ConsultantForm, NewAccountForm
from organisations.models import Consultancy, Consultant, Organisation, User


def send_first_mail(
    request: HttpRequest, user: User, consultancy: Consultancy | None = None
) -> None:
    """Send the mail with which a new person sets a password, and say whether it left."""
    by = cast(User, request.user)

    def send() -> None:
        if accounts.send_first_password(user, by, consultancy):
            text = _("An %(email)s ist eine Mail unterwegs, um ein Passwort zu setzen.")
            messages.success(request, text % {"email": user.email})
        else:
            text = _(
                "Die Mail an %(email)s ließ sich nicht verschicken. Die Person kommt über "
                "„Passwort vergessen?“ zu ihrem Passwort."
            )
            messages.warning(request, text % {"email": user.email})

    transaction.on_commit(send)


@admin.register(User)
class UserAdmin(HostAdmin):
    """People, without their passwords: hosts lock accounts, they never take them over."""

    list_display = ["email", "name", "is_active", "works_for", "is_staff", "date_joined"]
    list_filter = ["is_active", "is_staff"]
    list_select_related = ["consultant__consultancy"]
    list_per_page = 50
    search_fields = ["email", "name"]
    form = AccountForm
    add_form = NewAccountForm

    @admin.display(description=gettext_lazy("Beratung"))
    def works_for(self, user: User) -> str:
        """Return the name of the consultancy for which a person works."""
        return str(user.consultant.consultancy) if user.is_consultant else ""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Ask for an address only once, and let no host lock themselves out."""
        kwargs["form"] = self.form if obj else self.add_form
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Whoever changes an address could have the account's password sent there."""
        return ["email"] if obj else []

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Store a person; a new one is told."""
        super().save_model(request, obj, form, change)
        if not change:
            send_first_mail(request, obj)
        if not obj.is_active:
            # They are dead by their digest; here they leave the list of devices, too.
            for session in UserSession.objects.filter(user=obj):
                session.end()


@admin.register(Organisation)
class OrganisationAdmin(HostAdmin):
    """The directory of organisations, to look at. What belongs to one stays behind its wall."""

    list_display = ["name", "field_of_work", "legal_form", "staff_count", "created_at"]
    list_per_page = 50
    search_fields = ["name", "slug"]
    list_filter = ["field_of_work", "legal_form"]
    fields = [
        "name",
        "slug",
        "field_of_work",
        "legal_form",
        "staff_count",
        "created_at",
        "deletes_at",
    ]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Organisations are founded by their people or by a consultancy."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Changing an organisation belongs to its people, who find it in their trail."""
        return False


class ConsultantInline(ForHosts, admin.TabularInline):
    """The people of a consultancy, found or made by their address."""

    model = Consultant
    form = ConsultantForm
    extra = 1
    may_delete = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consultant]:
        """Fetch the people along."""
        return super().get_queryset(request).select_related("user").order_by("user__name")


@admin.register(Consultancy)
class ConsultancyAdmin(HostAdmin):
    """Consultancies and their consultants. Which organisations let them in is not shown."""

    list_display = ["name", "people", "created_at"]
    list_per_page = 50
    search_fields = ["name"]
    fields = ["name"]
    inlines = [ConsultantInline]
    # A consultancy may end; its organisations find that in their trail.
    may_delete = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Consultancy]:
        """Count the people along."""
        found: QuerySet[Consultancy] = super().get_queryset(request)
        return found.annotate(people=Count("consultants"))

    @admin.display(description=gettext_lazy("Berater:innen"), ordering="people")
    def people(self, consultancy: Any) -> int:
        """Return how many people work there."""
        return cast(int, consultancy.people)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Say what ends with a consultancy, without looking behind any wall."""
        ending = [
            _("%(name)s samt allen Zugängen zu Organisationen") % {"name": one} for one in objs
        ]
        return ending, {Consultancy._meta.verbose_name_plural: len(ending)}, set(), []

    def delete_model(self, request: HttpRequest, obj: Consultancy) -> None:
        """End a consultancy."""
        close_consultancy(obj, by=cast(User, request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Consultancy]) -> None:
        """End several consultancies."""
        for consultancy in queryset:
            self.delete_model(request, consultancy)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Store who works there; people who are new here are told."""
        super().save_formset(request, form, formset, change)
        for consultant_form in formset.forms:
            if getattr(consultant_form, "made_account", False):
                send_first_mail(
                    request,
                    consultant_form.instance.user,
                    consultant_form.instance.consultancy,
                )
