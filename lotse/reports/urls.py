from django.urls import path

from lotse.reports.models import Format
from lotse.reports.views import logos, reports, shared, specifications

app_name = "reports"
urlpatterns = [
    path("o/<slug:slug>/berichte/", reports.report_list, name="list"),
    path("o/<slug:slug>/berichte/erstellen/", reports.order, name="order"),
    path(
        "o/<slug:slug>/beauftragung/<int:mandate_id>/pdf/",
        reports.order_of_mandate,
        name="order_mandate",
    ),
    path(
        "o/<slug:slug>/runden/ergebnisse/<int:round_snapshot_id>/protokoll/",
        reports.order_of_round,
        name="order_minutes",
    ),
    path("o/<slug:slug>/berichte/<int:report_id>/", reports.detail, name="detail"),
    path("o/<slug:slug>/berichte/<int:report_id>/noch-einmal/", reports.retry, name="retry"),
    path("o/<slug:slug>/berichte/<int:report_id>/abbrechen/", reports.cancel, name="cancel"),
    path("o/<slug:slug>/berichte/<int:report_id>/datei/", reports.download, name="download"),
    path(
        "o/<slug:slug>/berichte/<int:report_id>/word/",
        reports.download,
        {"wanted": Format.WORD},
        name="download_word",
    ),
    path(
        "o/<slug:slug>/berichte/<int:report_id>/excel/",
        reports.download,
        {"wanted": Format.EXCEL},
        name="download_excel",
    ),
    path("o/<slug:slug>/berichte/<int:report_id>/lesen/", reports.read, name="read"),
    path("o/<slug:slug>/berichte/<int:report_id>/teilen/", reports.share, name="share"),
    path(
        "o/<slug:slug>/berichte/<int:report_id>/links/<int:report_link_id>/zurueckziehen/",
        reports.revoke,
        name="revoke_link",
    ),
    path("o/<slug:slug>/berichte/logo/", logos.logo, name="logo"),
    path("o/<slug:slug>/berichte/logo/entfernen/", logos.remove, name="remove_logo"),
    path("o/<slug:slug>/berichte/logo/zurueckholen/", logos.take_back, name="take_logo_back"),
    path("o/<slug:slug>/berichte/logo/bild/", logos.picture, name="logo_picture"),
    path("bericht/<str:report_token>/", shared.read, name="shared"),
    path("bericht/<str:report_token>/pdf/", shared.download, name="shared_pdf"),
    path("o/<slug:slug>/anforderungen/pdf/", specifications.order, name="order_specification"),
    path("o/<slug:slug>/anforderungen/excel/", specifications.excel, name="specification_excel"),
    path(
        "o/<slug:slug>/anforderungen/markdown/",
        specifications.markdown,
        name="specification_markdown",
    ),
    path(
        "o/<slug:slug>/anforderungen/vergleiche/<int:tool_comparison_id>/pdf/",
        specifications.order,
        name="order_comparison_specification",
    ),
    path(
        "o/<slug:slug>/anforderungen/vergleiche/<int:tool_comparison_id>/excel/",
        specifications.excel,
        name="comparison_specification_excel",
    ),
    path(
        "o/<slug:slug>/anforderungen/vergleiche/<int:tool_comparison_id>/markdown/",
        specifications.markdown,
        name="comparison_specification_markdown",
    ),
]
