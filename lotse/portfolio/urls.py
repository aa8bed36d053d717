from django.urls import path

from lotse.portfolio import views

urlpatterns = [
    path("portfolio/", views.portfolio, name="portfolio"),
    path("portfolio/tabelle/csv/", views.as_csv, name="portfolio-csv"),
    path("portfolio/tabelle/excel/", views.as_excel, name="portfolio-excel"),
]
