from django.urls import path

from measures.views import measures, result, touches

app_name = "measures"
urlpatterns = [
    path("o/<slug:slug>/ergebnis/<int:check_id>/", result.result, name="result"),
    path(
        "o/<slug:slug>/ergebnis/<int:check_id>/vorschlag/<slug:template_key>/",
        result.decide,
        name="decide",
    ),
    path("o/<slug:slug>/massnahmen/", measures.measure_list, name="list"),
    path("o/<slug:slug>/massnahmen/neu/", measures.new, name="new"),
    path("o/<slug:slug>/massnahmen/gewichtung/", measures.weights, name="weights"),
    path("o/<slug:slug>/massnahmen/<int:measure_id>/", measures.detail, name="detail"),
    path("o/<slug:slug>/massnahmen/<int:measure_id>/aendern/", measures.edit, name="edit"),
    path("o/<slug:slug>/massnahmen/<int:measure_id>/systeme/", touches.touches, name="touches"),
    path("o/<slug:slug>/massnahmen/<int:measure_id>/bewerten/", measures.rate_measure, name="rate"),
    path(
        "o/<slug:slug>/massnahmen/<int:measure_id>/schritt/<int:step_id>/",
        measures.tick_step,
        name="step",
    ),
]
