from django.urls import path

from lotse.reports.views import reports, specifications

app_name = "reports"
urlpatterns = [
    path("o/<slug:slug>/berichte/", reports.report_list, name="list"),
    path("o/<slug:slug>/berichte/erstellen/", reports.order, name="order"),
    path(
        "o/<slug:slug>/beauftragung/<int:mandate_id>/pdf/",
        reports.order_of_mandate,
        name="order_mandate",
    ),
    path("o/<slug:slug>/berichte/<int:report_id>/", reports.detail, name="detail"),
    path("o/<slug:slug>/berichte/<int:report_id>/noch-einmal/", reports.retry, name="retry"),
    path("o/<slug:slug>/berichte/<int:report_id>/abbrechen/", reports.cancel, name="cancel"),
    path("o/<slug:slug>/berichte/<int:report_id>/datei/", reports.download, name="download"),
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
