from django.urls import path

from measures.views import (
    explaining,
    files,
    journal,
    measures,
    merging,
    outcome,
    requirements,
    result,
    steps,
    touches,
    waiting,
)

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
    path("o/<slug:slug>/massnahmen/reihenfolge/", explaining.explanation, name="explanation"),
    path("o/<slug:slug>/massnahmen/<int:measure_id>/", measures.detail, name="detail"),
    path("o/<slug:slug>/massnahmen/<int:measure_id>/aendern/", measures.edit, name="edit"),
    path("o/<slug:slug>/massnahmen/<int:measure_id>/systeme/", touches.touches, name="touches"),
    path("o/<slug:slug>/massnahmen/<int:measure_id>/vorher/", waiting.needed, name="needed"),
    path("o/<slug:slug>/massnahmen/<int:measure_id>/verlauf/neu/", journal.new, name="new_entry"),
    path(
        "o/<slug:slug>/massnahmen/<int:measure_id>/verlauf/<int:journal_entry_id>/aendern/",
        journal.edit,
        name="edit_entry",
    ),
    path(
        "o/<slug:slug>/massnahmen/<int:measure_id>/verlauf/<int:journal_entry_id>/entfernen/",
        journal.remove,
        name="remove_entry",
    ),
    path("o/<slug:slug>/massnahmen/<int:measure_id>/abschluss/", outcome.outcome, name="outcome"),
    path("o/<slug:slug>/massnahmen/<int:measure_id>/datei/neu/", files.new, name="new_file"),
    path(
        "o/<slug:slug>/massnahmen/<int:measure_id>/datei/<int:measure_file_id>/",
        files.download,
        name="file",
    ),
    path(
        "o/<slug:slug>/massnahmen/<int:measure_id>/datei/<int:measure_file_id>/entfernen/",
        files.remove,
        name="remove_file",
    ),
    path("o/<slug:slug>/massnahmen/<int:measure_id>/bewerten/", measures.rate_measure, name="rate"),
    path(
        "o/<slug:slug>/massnahmen/<int:measure_id>/schritt/<int:step_id>/",
        steps.tick_step,
        name="step",
    ),
    path("o/<slug:slug>/massnahmen/<int:measure_id>/schritt/neu/", steps.new, name="new_step"),
    path(
        "o/<slug:slug>/massnahmen/<int:measure_id>/schritt/<int:step_id>/aendern/",
        steps.edit,
        name="edit_step",
    ),
    path(
        "o/<slug:slug>/massnahmen/<int:measure_id>/schritt/<int:step_id>/verschieben/",
        steps.move,
        name="move_step",
    ),
    path(
        "o/<slug:slug>/massnahmen/<int:measure_id>/schritt/<int:step_id>/entfernen/",
        steps.remove,
        name="remove_step",
    ),
    path(
        "o/<slug:slug>/massnahmen/<int:measure_id>/anforderungen/",
        requirements.requirements_of_measure,
        name="requirements_of_measure",
    ),
    path("o/<slug:slug>/anforderungen/", requirements.requirement_list, name="requirements"),
    path("o/<slug:slug>/anforderungen/neu/", requirements.new_requirement, name="new_requirement"),
    path("o/<slug:slug>/anforderungen/doppelte/", merging.duplicates, name="duplicates"),
    path("o/<slug:slug>/anforderungen/zusammenfuehren/", merging.merge, name="merge"),
    path(
        "o/<slug:slug>/anforderungen/<int:requirement_id>/",
        requirements.requirement,
        name="requirement",
    ),
    path(
        "o/<slug:slug>/anforderungen/<int:requirement_id>/aendern/",
        requirements.edit_requirement,
        name="edit_requirement",
    ),
    path(
        "o/<slug:slug>/anforderungen/<int:requirement_id>/entfernen/",
        requirements.remove_requirement,
        name="remove_requirement",
    ),
    path(
        "o/<slug:slug>/anforderungen/<int:requirement_id>/zurueckholen/",
        requirements.restore_requirement,
        name="restore_requirement",
    ),
    path(
        "o/<slug:slug>/anforderungen/<int:requirement_id>/massnahmen/",
        requirements.measures_of_requirement,
        name="measures_of_requirement",
    ),
    path("o/<slug:slug>/anforderungen/<int:requirement_id>/trennen/", merging.part, name="part"),
]
