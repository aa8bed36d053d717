from django.urls import path

from lotse.portability.views import data, own_data

app_name = "portability"
urlpatterns = [
    path("konto/daten/", own_data.overview, name="own_data"),
    path("konto/daten/herunterladen/", own_data.download, name="own_data_download"),
    path("konto/loeschen/", own_data.close, name="close_account"),
    path("o/<slug:slug>/daten/", data.data, name="data"),
    path("o/<slug:slug>/daten/export/", data.order, name="order"),
    path("o/<slug:slug>/daten/export/<int:data_export_id>/datei/", data.download, name="download"),
    path("o/<slug:slug>/daten/loeschen/", data.request_deletion, name="request_deletion"),
    path(
        "o/<slug:slug>/daten/loeschen/bestaetigen/", data.confirm_deletion, name="confirm_deletion"
    ),
    path("o/<slug:slug>/daten/loeschen/zuruecknehmen/", data.undo_deletion, name="undo_deletion"),
]
