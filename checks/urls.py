from django.urls import path

from checks.views import course, standing

app_name = "checks"
urlpatterns = [
    path("o/<slug:slug>/check/", course.start, name="start"),
    path("o/<slug:slug>/check/stand/", standing.standing, name="standing"),
    path("o/<slug:slug>/check/angaben/", course.facts, name="facts"),
    path("o/<slug:slug>/check/frage/<slug:key>/", course.question, name="question"),
    path("o/<slug:slug>/check/anforderungen/<slug:key>/", course.requirements, name="requirements"),
    path("o/<slug:slug>/check/feld/<slug:key>/", course.area, name="area"),
    path("o/<slug:slug>/check/abschluss/", course.finish, name="finish"),
    path("o/<slug:slug>/check/<int:check_id>/oeffnen/", course.reopen, name="reopen"),
]
