"""The team of an organisation: people and roles, invitations, leaving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organisations.domain import inviting, team
from organisations.domain.unreachable import unreachable_people
from organisations.forms.team import InvitationForm, RoleForm
from organisations.models import Invitation, Membership, Role
from organisations.views.access import EDITORS, MemberRequest, OrganisationRequest, in_organisation
from organisations.views.saving import CONFLICT, UNPROCESSABLE

SECTION = {"section": "organisation", "subsection": "team"}


def _page(
    request: OrganisationRequest, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    return render(request, f"organisations/{template}", SECTION | context, status=status)


def _back(request: OrganisationRequest) -> HttpResponse:
    return redirect("organisations:team", slug=request.organisation.slug)


@in_organisation()
@require_safe
def team_page(request: OrganisationRequest) -> HttpResponse:
    """All people with their roles; for those who invite, the open invitations."""
    organisation, giving = request.organisation, team.roles_to_give(request.membership)
    unanswered = Invitation.objects.of(organisation).unanswered().with_inviters()
    return _page(
        request,
        "team.html",
        members=Membership.objects.of(organisation).as_a_team(),
        invitations=unanswered if giving else [],
        roles_to_give=giving,
        leads_team=team.leads_team(request.membership),
        unreachable=unreachable_people(request.membership),
    )


@in_organisation(roles=EDITORS, consultants=())
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: OrganisationRequest) -> HttpResponse:
    """Invite someone by mail; `?rolle=` chooses a role beforehand."""
    roles = team.roles_to_give(request.membership)
    wanted = request.GET.get("rolle")
    initial = {"role": wanted if wanted in roles else Role.MEMBER}
    form = InvitationForm(roles, request.POST or None, initial=initial)
    if request.method != "POST":
        return _page(request, "invite.html", form=form)
    already = None
    if form.is_valid():
        try:
            invitation = inviting.invite(request.organisation, by=request.user, **form.cleaned_data)
        except inviting.TooMany as reason:
            form.refuse(reason)
        except (inviting.AlreadyInvited, inviting.AlreadyMember) as reason:
            form.add_error("email", str(reason))
            already = getattr(reason, "invitation", None)
        else:
            return _on_its_way(request, invitation)
    return _page(request, "invite.html", UNPROCESSABLE, form=form, already=already)


def _on_its_way(request: OrganisationRequest, invitation: Invitation) -> HttpResponse:
    messages.success(
        request, _("Die Einladung an %(email)s ist unterwegs.") % {"email": invitation.email}
    )
    return _back(request)


def _invitation(request: OrganisationRequest, invitation_id: int) -> Invitation:
    """Return an invitation that the person may handle: only into roles they may give."""
    found = get_object_or_404(Invitation.objects.of(request.organisation), pk=invitation_id)
    if found.role not in team.roles_to_give(request.membership):
        raise PermissionDenied
    found.organisation = request.organisation
    return found


@in_organisation(roles=EDITORS, consultants=())
@require_POST
def send_again(request: OrganisationRequest, invitation_id: int) -> HttpResponse:
    """Send an invitation once more, on wish to the address that the invited person asked for."""
    invitation = _invitation(request, invitation_id)
    to = invitation.wanted_email if "elsewhere" in request.POST else ""
    try:
        invitation = inviting.send_again(invitation, request.user, to=to)
    except team.Refused as reason:
        messages.error(request, str(reason))
        return _back(request)
    return _on_its_way(request, invitation)


@in_organisation(roles=EDITORS, consultants=())
@require_POST
def revoke(request: OrganisationRequest, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = _invitation(request, invitation_id)
    try:
        inviting.revoke(invitation, request.user)
    except team.Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(
            request,
            _("Die Einladung an %(email)s ist zurückgezogen.") % {"email": invitation.email},
        )
    return _back(request)


def _member(request: OrganisationRequest, membership_id: int) -> Membership:
    """Return a member of the organisation to someone who leads the team."""
    if not team.leads_team(request.membership):
        raise PermissionDenied
    members = Membership.objects.of(request.organisation).with_people()
    member = get_object_or_404(members, pk=membership_id)
    member.organisation = request.organisation
    return member


@in_organisation(roles=EDITORS, consultants=())
@require_http_methods(["GET", "HEAD", "POST"])
def change_role(request: OrganisationRequest, membership_id: int) -> HttpResponse:
    """Give a member another role."""
    member = _member(request, membership_id)
    form = RoleForm(Role, request.POST or None, initial={"role": member.role})
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                member = team.change_role(member, form.cleaned_data["role"], request.user)
            except team.Refused as reason:
                form.refuse(reason)
                status = CONFLICT
            else:
                messages.success(
                    request,
                    _("%(name)s hat jetzt die Rolle „%(role)s“.")
                    % {"name": member.user, "role": member.get_role_display()},
                )
                return _back(request)
    return _page(request, "change_role.html", status, form=form, member=member)


@in_organisation(roles=EDITORS, consultants=())
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: MemberRequest, membership_id: int) -> HttpResponse:
    """Ask once more, then end someone's membership."""
    member = _member(request, membership_id)
    if member.pk == request.membership.pk:
        return redirect("organisations:leave", slug=request.organisation.slug)
    if request.method == "POST":
        try:
            team.remove_member(member, request.user)
        except team.Refused as reason:
            return _ask(request, "remove.html", member, reason, CONFLICT)
        messages.success(
            request, _("%(name)s gehört nicht mehr zur Organisation.") % {"name": member.user}
        )
        return _back(request)
    return _ask(request, "remove.html", member, team.why_it_must_stay(member))


@in_organisation(consultants=())
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: MemberRequest) -> HttpResponse:
    """Ask once more, then end one's own membership."""
    member = request.membership
    if request.method == "POST":
        try:
            team.leave(member)
        except team.Refused as reason:
            return _ask(request, "leave.html", member, reason, CONFLICT)
        messages.success(
            request,
            _("Sie gehören nicht mehr zu „%(name)s“.") % {"name": request.organisation.name},
        )
        return redirect("organisations:mine")
    return _ask(request, "leave.html", member, team.why_it_must_stay(member, own=True))


def _ask(
    request: OrganisationRequest,
    template: str,
    member: Membership,
    reason: team.Refused | None,
    status: int = 200,
) -> HttpResponse:
    losses = [] if reason else team.losses_of(member)
    return _page(
        request,
        template,
        status,
        member=member,
        reason=reason,
        nobody_left=isinstance(reason, team.NobodyLeft),
        losses=losses,
    )
