from django.urls import path

from lotse.reminders.views import calendars, review, unsubscribing

app_name = "reminders"
urlpatterns = [
    path("o/<slug:slug>/kalender/", calendars.calendar, name="calendar"),
    path("o/<slug:slug>/kalender/zurueckziehen/", calendars.revoke, name="revoke_calendar"),
    path("kalender/<str:calendar_token>/lotse.ics", calendars.feed, name="feed"),
    path("o/<slug:slug>/wiedervorlage/", review.review, name="review"),
    path("o/<slug:slug>/wiedervorlage/rhythmus/", review.EditRhythm.as_view(), name="rhythm"),
    path("o/<slug:slug>/wiedervorlage/meine-mails/", review.wishes, name="wishes"),
    path(
        "erinnerungen/abbestellen/<str:unsubscribe_token>/",
        unsubscribing.unsubscribe,
        name="unsubscribe",
    ),
]
