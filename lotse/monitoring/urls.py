from django.urls import path

from lotse.monitoring import views

urlpatterns = [
    path("health/", views.health, name="health"),
    path("health/arbeit/", views.work, name="health-work"),
    path("metrics/", views.metrics, name="metrics"),
]
