from django.urls import path

from lotse.reminders.views import calendars

app_name = "reminders"
urlpatterns = [
    path("o/<slug:slug>/kalender/", calendars.calendar, name="calendar"),
    path("o/<slug:slug>/kalender/zurueckziehen/", calendars.revoke, name="revoke_calendar"),
    path("kalender/<str:calendar_token>/lotse.ics", calendars.feed, name="feed"),
]
