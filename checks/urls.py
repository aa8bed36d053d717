from django.urls import path

from checks.views import (
    contribute,
    contribution_requests,
    finishing,
    meeting,
    moving,
    standing,
    systems,
    tools,
    voices,
    wizard,
)

app_name = "checks"
REQUEST = "o/<slug:slug>/check/kolleginnen/<int:contribution_request_id>/"
urlpatterns = [
    path("o/<slug:slug>/check/", wizard.start, name="start"),
    path("o/<slug:slug>/check/stand/", standing.standing, name="standing"),
    path("o/<slug:slug>/check/angaben/", wizard.facts, name="facts"),
    path("o/<slug:slug>/check/frage/<slug:key>/", wizard.question, name="question"),
    path("o/<slug:slug>/check/anforderungen/<slug:key>/", wizard.requirements, name="requirements"),
    path("o/<slug:slug>/check/feld/<slug:key>/", wizard.area, name="area"),
    path(
        "o/<slug:slug>/check/feld/<slug:key>/unveraendert/", wizard.repeat_area, name="repeat_area"
    ),
    path("o/<slug:slug>/check/abschluss/", finishing.finish, name="finish"),
    path("o/<slug:slug>/check/<int:check_id>/oeffnen/", finishing.reopen, name="reopen"),
    path("o/<slug:slug>/check/version/", moving.version, name="version"),
    path("o/<slug:slug>/check/version/zurueck/", moving.move_back, name="move_back"),
    path("o/<slug:slug>/check/<int:check_id>/aufgehoben/", moving.set_aside, name="set_aside"),
    path("o/<slug:slug>/check/kolleginnen/", contribution_requests.overview, name="contributions"),
    path("o/<slug:slug>/check/kolleginnen/fragen/", contribution_requests.ask, name="ask"),
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
    path(f"{REQUEST}treffen/<slug:key>/", meeting.question, name="meeting_question"),
    path("o/<slug:slug>/check/<int:check_id>/stimmen/<slug:key>/", voices.voices, name="voices"),
    path("beitrag/<str:contribution_token>/", contribute.start, name="contribute"),
    path(
        "beitrag/<str:contribution_token>/frage/<slug:key>/",
        contribute.question,
        name="contribute_question",
    ),
    path("beitrag/<str:contribution_token>/danke/", contribute.end, name="contribute_end"),
    path("o/<slug:slug>/systeme/", systems.landscape, name="systems"),
    path("o/<slug:slug>/systeme/auswahl/", systems.starters, name="starters"),
    path("o/<slug:slug>/systeme/neu/", systems.NewSystem.as_view(), name="new_system"),
    path("o/<slug:slug>/systeme/<int:system_id>/", systems.system, name="system"),
    path(
        "o/<slug:slug>/systeme/<int:system_id>/aendern/",
        systems.EditSystem.as_view(),
        name="edit_system",
    ),
    path(
        "o/<slug:slug>/systeme/<int:system_id>/streichen/",
        systems.RemoveSystem.as_view(),
        name="remove_system",
    ),
    path(
        "o/<slug:slug>/systeme/verbindungen/neu/",
        systems.NewConnection.as_view(),
        name="new_connection",
    ),
    path(
        "o/<slug:slug>/systeme/verbindungen/<int:connection_id>/",
        systems.EditConnection.as_view(),
        name="edit_connection",
    ),
    path(
        "o/<slug:slug>/systeme/verbindungen/<int:connection_id>/streichen/",
        systems.RemoveConnection.as_view(),
        name="remove_connection",
    ),
    path("o/<slug:slug>/anforderungen/vergleiche/", tools.comparisons, name="tool_comparisons"),
    path(
        "o/<slug:slug>/anforderungen/vergleiche/neu/",
        tools.NewComparison.as_view(),
        name="new_tool_comparison",
    ),
    path(
        "o/<slug:slug>/anforderungen/vergleiche/<int:tool_comparison_id>/",
        tools.comparison,
        name="tool_comparison",
    ),
    path(
        "o/<slug:slug>/anforderungen/vergleiche/<int:tool_comparison_id>/aendern/",
        tools.EditComparison.as_view(),
        name="edit_tool_comparison",
    ),
    path(
        "o/<slug:slug>/anforderungen/vergleiche/<int:tool_comparison_id>/loeschen/",
        tools.DiscardComparison.as_view(),
        name="discard_tool_comparison",
    ),
    path(
        "o/<slug:slug>/anforderungen/vergleiche/<int:tool_comparison_id>/werkzeug/",
        tools.NewTool.as_view(),
        name="new_tool",
    ),
    path("o/<slug:slug>/anforderungen/werkzeuge/<int:tool_id>/", tools.judge, name="judge"),
    path(
        "o/<slug:slug>/anforderungen/werkzeuge/<int:tool_id>/aendern/",
        tools.EditTool.as_view(),
        name="edit_tool",
    ),
    path(
        "o/<slug:slug>/anforderungen/werkzeuge/<int:tool_id>/streichen/",
        tools.RemoveTool.as_view(),
        name="remove_tool",
    ),
]
