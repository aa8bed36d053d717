"""All addresses of the site."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from lotse.help import views as help_
from lotse.hosting import views as hosting
from lotse.monitoring import views as monitoring
from lotse.portfolio import views as portfolio
from lotse.views import beginning, errors, outbox, overview

help_urls = [
    path("", help_.contents, name="contents"),
    path("handbuch.pdf", help_.handbook_pdf, name="handbook"),
    path("<slug:key>/", help_.page, name="page"),
]
hosting_urls = [
    path("impressum/", hosting.imprint, name="imprint"),
    path("datenschutz/", hosting.privacy, name="privacy"),
    path("farben.css", hosting.colours, name="colours"),
]
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
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("portfolio/tabelle/csv/", portfolio.as_csv, name="portfolio-csv"),
    path("portfolio/tabelle/excel/", portfolio.as_excel, name="portfolio-excel"),
    path("hilfe/", include((help_urls, "help"))),
    path("", include((hosting_urls, "hosting"))),
    path("health/", monitoring.health, name="health"),
    path("health/arbeit/", monitoring.work, name="health-work"),
    path("metrics/", monitoring.metrics, name="metrics"),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler429 = "lotse.views.errors.too_many_requests"
handler500 = errors.server_error
