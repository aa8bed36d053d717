from django.urls import path

from lotse.reports.views import reports

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
    path("o/<slug:slug>/berichte/<int:report_id>/datei/", reports.download, name="download"),
]
