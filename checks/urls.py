from django.urls import path

from checks.views import (
    contribute,
    contribution_requests,
    finishing,
    moving,
    systems,
    tools,
    voices,
    wizard,
)

app_name = "checks"
CHECK = "o/<slug:slug>/check/"
ASK = f"{CHECK}kolleginnen/"
REQUEST = f"{ASK}<int:contribution_request_id>/"
LINK = "beitrag/<str:contribution_token>/"
SYSTEMS = "o/<slug:slug>/systeme/"
CONNECTIONS = f"{SYSTEMS}verbindungen/"
COMPARISONS = "o/<slug:slug>/anforderungen/vergleiche/"
COMPARISON = f"{COMPARISONS}<int:tool_comparison_id>/"
TOOL = "o/<slug:slug>/anforderungen/werkzeuge/<int:tool_id>/"
urlpatterns = [
    path(CHECK, wizard.start, name="start"),
    path(f"{CHECK}stand/", finishing.standing, name="standing"),
    path(f"{CHECK}angaben/", wizard.facts, name="facts"),
    path(f"{CHECK}frage/<slug:key>/", wizard.question, name="question"),
    path(f"{CHECK}anforderungen/<slug:key>/", wizard.requirements, name="requirements"),
    path(f"{CHECK}feld/<slug:key>/", wizard.area, name="area"),
    path(f"{CHECK}feld/<slug:key>/unveraendert/", wizard.repeat_area, name="repeat_area"),
    path(f"{CHECK}abschluss/", finishing.finish, name="finish"),
    path(f"{CHECK}<int:check_id>/oeffnen/", finishing.reopen, name="reopen"),
    path(f"{CHECK}version/", moving.version, name="version"),
    path(f"{CHECK}version/zurueck/", moving.move_back, name="move_back"),
    path(f"{CHECK}<int:check_id>/aufgehoben/", moving.set_aside, name="set_aside"),
    path(ASK, contribution_requests.overview, name="contributions"),
    path(f"{ASK}fragen/", contribution_requests.ask, name="ask"),
    path(REQUEST, contribution_requests.contribution_request, name="contribution_request"),
    path(f"{REQUEST}person/", contribution_requests.ask_person, name="ask_person"),
    path(
        f"{REQUEST}link/<int:contribution_link_id>/zurueckziehen/",
        contribution_requests.revoke,
        name="revoke_link",
    ),
    path(f"{REQUEST}erinnern/", contribution_requests.remind, name="remind"),
    path(f"{REQUEST}frist/", contribution_requests.deadline, name="deadline"),
    path(f"{REQUEST}aushang/", contribution_requests.sheet, name="sheet"),
    path(f"{REQUEST}treffen/<slug:key>/", contribution_requests.meeting, name="meeting_question"),
    path(f"{CHECK}<int:check_id>/stimmen/<slug:key>/", voices.voices, name="voices"),
    path(LINK, contribute.start, name="contribute"),
    path(f"{LINK}frage/<slug:key>/", contribute.question, name="contribute_question"),
    path(f"{LINK}danke/", contribute.end, name="contribute_end"),
    path(SYSTEMS, systems.landscape, name="systems"),
    path(f"{SYSTEMS}auswahl/", systems.starters, name="starters"),
    path(f"{SYSTEMS}neu/", systems.NewSystem.as_view(), name="new_system"),
    path(f"{SYSTEMS}<int:system_id>/", systems.system, name="system"),
    path(f"{SYSTEMS}<int:system_id>/aendern/", systems.EditSystem.as_view(), name="edit_system"),
    path(
        f"{SYSTEMS}<int:system_id>/streichen/", systems.RemoveSystem.as_view(), name="remove_system"
    ),
    path(f"{CONNECTIONS}neu/", systems.NewConnection.as_view(), name="new_connection"),
    path(
        f"{CONNECTIONS}<int:connection_id>/",
        systems.EditConnection.as_view(),
        name="edit_connection",
    ),
    path(
        f"{CONNECTIONS}<int:connection_id>/streichen/",
        systems.RemoveConnection.as_view(),
        name="remove_connection",
    ),
    path(COMPARISONS, tools.comparisons, name="tool_comparisons"),
    path(f"{COMPARISONS}neu/", tools.NewComparison.as_view(), name="new_tool_comparison"),
    path(COMPARISON, tools.comparison, name="tool_comparison"),
    path(f"{COMPARISON}aendern/", tools.EditComparison.as_view(), name="edit_tool_comparison"),
    path(
        f"{COMPARISON}loeschen/", tools.DiscardComparison.as_view(), name="discard_tool_comparison"
    ),
    path(f"{COMPARISON}werkzeug/", tools.NewTool.as_view(), name="new_tool"),
    path(TOOL, tools.judge, name="judge"),
    path(f"{TOOL}aendern/", tools.EditTool.as_view(), name="edit_tool"),
    path(f"{TOOL}streichen/", tools.RemoveTool.as_view(), name="remove_tool"),
]
