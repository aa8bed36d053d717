from django.urls import path

from lotse.hosting import views

app_name = "hosting"
urlpatterns = [
    path("impressum/", views.imprint, name="imprint"),
    path("datenschutz/", views.privacy, name="privacy"),
    path("farben.css", views.colours, name="colours"),
]
