"""All addresses of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from lotse.views import errors, health, outbox, overview, start

# One way to sign in for everyone: with its limits on guessing and its confirmed addresses.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", start.start, name="start"),
    path("health/", health.health, name="health"),
    path("postausgang/", outbox.outbox, name="outbox"),
    path("postausgang/<str:name>/", outbox.mail, name="outbox-mail"),
    path("konto/", include("allauth.urls")),
    path("verwaltung/", admin.site.urls),
    path("o/<slug:slug>/", overview.overview, name="overview"),
    path("", include("organisations.urls")),
    path("", include("checks.urls")),
    path("", include("measures.urls")),
    path("", include("lotse.reports.urls")),
    path("", include("lotse.portability.urls")),
    path("", include("lotse.portfolio.urls")),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
