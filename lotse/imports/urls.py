from django.urls import path

from lotse.imports.views import imports, uploading
from lotse.imports.views import preview as previewing

app_name = "imports"
LISTS = "o/<slug:slug>/massnahmen/einlesen/"
LIST = f"{LISTS}<int:uploaded_list_id>/"
IMPORT = f"{LISTS}eingelesen/<int:list_import_id>/"
urlpatterns = [
    path(LISTS, uploading.upload, name="upload"),
    path(f"{LISTS}vorlage/", uploading.template, name="template"),
    path(LIST, uploading.reading, name="reading"),
    path(f"{LIST}datei/", uploading.replace, name="replace"),
    path(f"{LIST}spalten/", uploading.columns, name="columns"),
    path(f"{LIST}verwerfen/", uploading.discard, name="discard"),
    path(f"{LIST}vorschau/", previewing.preview, name="preview"),
    path(f"{LIST}einlesen/", previewing.begin, name="begin"),
    path(IMPORT, imports.detail, name="detail"),
    path(f"{IMPORT}abbrechen/", imports.cancel, name="cancel"),
    path(f"{IMPORT}erneut/", imports.retry, name="retry"),
    path(f"{IMPORT}zuruecknehmen/", imports.undo, name="undo"),
]
