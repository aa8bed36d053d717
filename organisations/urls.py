from django.urls import path

from organisations.views import audit, organisations

app_name = "organisations"
urlpatterns = [
    path("organisationen/", organisations.mine, name="mine"),
    path("organisationen/neu/", organisations.found, name="found"),
    path("o/<slug:slug>/protokoll/", audit.audit_trail, name="audit_trail"),
    path("o/<slug:slug>/protokoll/tabelle/", audit.audit_export, name="audit_export"),
]
