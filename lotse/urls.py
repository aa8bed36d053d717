"""All addresses of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from lotse.views import beginning, errors, outbox, overview

urlpatterns = [
    path("", overview.start, name="start"),
    path("postausgang/", outbox.outbox, name="outbox"),
    path("postausgang/<str:name>/", outbox.mail, name="outbox-mail"),
    path("konto/", include("allauth.urls")),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("o/<slug:slug>/", overview.overview, name="overview"),
    path("o/<slug:slug>/anfangen/", beginning.beginning, name="beginning"),
    path("", include("organisations.urls")),
    path("", include("checks.urls")),
    path("", include("lotse.imports.urls")),
    path("", include("measures.urls")),
    path("", include("lotse.reports.urls")),
    path("", include("lotse.portability.urls")),
    path("", include("lotse.reminders.urls")),
    path("", include("lotse.portfolio.urls")),
    path("", include("lotse.help.urls")),
    path("", include("lotse.hosting.urls")),
    path("", include("lotse.monitoring.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler429 = "lotse.views.errors.too_many_requests"
handler500 = errors.server_error
