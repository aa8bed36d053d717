from django.urls import path

from organisations.views import (
    accompanying,
    account,
    audit,
    invitation,
    mandate,
    mandate_paper,
    organisations,
    team,
)

app_name = "organisations"
urlpatterns = [
    path("konto/", account.account, name="account"),
    path("konto/name/", account.change_name, name="change_name"),
    path("konto/bestaetigung/", account.confirm_again, name="confirm_again"),
    path("konto/sessions/<int:session>/beenden/", account.end_session, name="end_session"),
    path("organisationen/", organisations.mine, name="mine"),
    path("organisationen/neu/", organisations.found, name="found"),
    path("portfolio/neu/", organisations.found_for_others, name="found_for_others"),
    path("o/<slug:slug>/uebergabe/", organisations.handover, name="handover"),
    path("einladung/<str:token>/", invitation.invitation, name="invitation"),
    path("o/<slug:slug>/team/", team.team_page, name="team"),
    path("o/<slug:slug>/team/einladen/", team.invite, name="invite"),
    path("o/<slug:slug>/team/verlassen/", team.leave, name="leave"),
    path("o/<slug:slug>/team/<int:membership_id>/rolle/", team.change_role, name="change_role"),
    path("o/<slug:slug>/team/<int:membership_id>/entfernen/", team.remove, name="remove"),
    path(
        "o/<slug:slug>/team/einladung/<int:invitation_id>/senden/",
        team.send_again,
        name="send_again",
    ),
    path(
        "o/<slug:slug>/team/einladung/<int:invitation_id>/zurueckziehen/",
        team.revoke,
        name="revoke",
    ),
    path("o/<slug:slug>/beauftragung/", mandate.mandate, name="mandate"),
    path("o/<slug:slug>/beauftragung/beginnen/", mandate.begin, name="mandate_begin"),
    path("o/<slug:slug>/beauftragung/verlaengern/", mandate.renew, name="mandate_renew"),
    path("o/<slug:slug>/beauftragung/bestaetigen/", mandate.confirm, name="mandate_confirm"),
    path("o/<slug:slug>/beauftragung/verwerfen/", mandate.discard, name="mandate_discard"),
    path("o/<slug:slug>/beauftragung/papier/", mandate_paper.paper, name="mandate_paper"),
    path(
        "o/<slug:slug>/beauftragung/<int:mandate_id>/scan/",
        mandate_paper.scan,
        name="mandate_scan",
    ),
    path("o/<slug:slug>/beauftragung/entwurf/<slug:part>/", mandate.part, name="mandate_part"),
    path("o/<slug:slug>/beauftragung/<int:mandate_id>/", mandate.version, name="mandate_version"),
    path("o/<slug:slug>/protokoll/", audit.audit_trail, name="audit_trail"),
    path("o/<slug:slug>/protokoll/tabelle/", audit.audit_export, name="audit_export"),
    path("o/<slug:slug>/begleitung/", accompanying.accompaniments, name="accompaniments"),
    path("o/<slug:slug>/begleitung/fragen/", accompanying.ask, name="ask_consultant"),
    path("o/<slug:slug>/begleitung/erteilen/", accompanying.grant, name="grant-access"),
    path("o/<slug:slug>/begleitung/beenden/", accompanying.end, name="end-accompaniment"),
    path(
        "o/<slug:slug>/begleitung/<int:accompaniment_id>/aendern/",
        accompanying.change,
        name="change-access",
    ),
    path(
        "o/<slug:slug>/begleitung/<int:accompaniment_id>/entziehen/",
        accompanying.withdraw,
        name="withdraw-access",
    ),
]
