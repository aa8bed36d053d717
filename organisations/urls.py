from django.urls import path

from organisations.views import organisations

app_name = "organisations"
urlpatterns = [
    path("organisationen/", organisations.mine, name="mine"),
    path("organisationen/neu/", organisations.found, name="found"),
]
