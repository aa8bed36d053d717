from django.urls import path

from lotse.help import views

app_name = "help"
urlpatterns = [
    path("hilfe/", views.contents, name="contents"),
    path("hilfe/handbuch.pdf", views.handbook_pdf, name="handbook"),
    path("hilfe/<slug:key>/", views.page, name="page"),
]
