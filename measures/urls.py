from django.urls import path

from measures.views import (
    bulk,
    explaining,
    files,
    journal,
    links,
    listing,
    measures,
    merging,
    rating_table,
    requirements,
    result,
    saved_views,
    steps,
    suggestions,
    taking_along,
)
from measures.views.rounds import alone, finishing, ratings, results, rounds

MEASURES = "o/<slug:slug>/massnahmen/"
MEASURE = f"{MEASURES}<int:measure_id>/"
ROUNDS = f"{MEASURES}runden/"
ROUND = f"{ROUNDS}<int:prioritisation_round_id>/"
REQUIREMENTS = "o/<slug:slug>/anforderungen/"
REQUIREMENT = f"{REQUIREMENTS}<int:requirement_id>/"
RESULT = "o/<slug:slug>/ergebnis/<int:check_id>/"
SUGGESTIONS = f"{RESULT}vorschlaege/"

app_name = "measures"
urlpatterns = [
    path(RESULT, result.result, name="result"),
    path(SUGGESTIONS, suggestions.suggestions, name="suggestions"),
    path(f"{SUGGESTIONS}<slug:template_key>/", suggestions.decide, name="decide"),
    path(f"{SUGGESTIONS}<slug:template_key>/aufschieben/", suggestions.put_off, name="put_off"),
    path(MEASURES, listing.measure_list, name="list"),
    path(f"{MEASURES}tafel/", listing.board, name="board"),
    path(f"{MEASURES}tafel/verschieben/", listing.move, name="move"),
    path(f"{MEASURES}matrix/", listing.matrix, name="matrix"),
    path(f"{MEASURES}zeitstrahl/", listing.timeline, name="timeline"),
    path(f"{MEASURES}mehrere/", bulk.change, name="change_many"),
    path(f"{MEASURES}mehrere/<int:bulk_change_id>/zurueck/", bulk.undo, name="undo_many"),
    path(f"{MEASURES}ansichten/", saved_views.SaveView.as_view(), name="saved_views"),
    path(
        f"{MEASURES}ansichten/<int:saved_view_id>/entfernen/",
        saved_views.RemoveSavedView.as_view(),
        name="remove_view",
    ),
    path(ROUNDS, rounds.round_list, name="rounds"),
    path(f"{ROUNDS}neu/", rounds.new, name="new_round"),
    path(f"{ROUNDS}vergleich/", results.comparison, name="compare_rounds"),
    path(ROUND, rounds.one_round, name="round"),
    path(f"{ROUND}aendern/", rounds.edit, name="change_round"),
    path(f"{ROUND}verwerfen/", rounds.discard, name="discard_round"),
    path(f"{ROUND}rueckblick/", ratings.look_back, name="round_news"),
    path(f"{ROUND}allein/", alone.sheet, name="alone"),
    path(f"{ROUND}allein/abgeben/", alone.hand_in_all, name="hand_in"),
    path(f"{ROUND}allein/<int:measure_id>/", alone.rate, name="rate_alone"),
    path(f"{ROUND}bewerten/", ratings.ratings, name="round_ratings"),
    path(f"{ROUND}bewerten/tabelle/", rating_table.rate_round, name="rate_round"),
    path(f"{ROUND}bewerten/vergleich-oeffnen/", ratings.show_voices, name="show_voices"),
    path(f"{ROUND}bewerten/<int:measure_id>/", ratings.settle_measure, name="settle"),
    path(f"{ROUND}bewerten/<int:measure_id>/strittig/", ratings.dispute, name="dispute"),
    path(f"{ROUND}reihenfolge/", finishing.order, name="round_order"),
    path(f"{ROUND}reihenfolge/<int:measure_id>/", finishing.move, name="move_measure"),
    path(f"{ROUND}auswahl/", finishing.choice, name="round_choice"),
    path(f"{ROUND}abschliessen/", finishing.close, name="close_round"),
    path(f"{ROUND}bestaetigen/", results.judge_round, name="judge_round"),
    path(f"{ROUND}fassung/<int:round_snapshot_id>/", results.snapshot, name="round_snapshot"),
    path(f"{MEASURE}platz/zurueck/", finishing.move_back, name="move_back"),
    path(f"{MEASURES}bewerten/", rating_table.rate_many, name="rate_many"),
    path(f"{MEASURES}neu/", measures.NewMeasure.as_view(), name="new"),
    path(f"{MEASURES}reihenfolge/", explaining.EditWeights.as_view(), name="explanation"),
    path(f"{MEASURES}mitnehmen/<slug:file_kind>/", taking_along.take_along, name="take_along"),
    path(MEASURE, measures.detail, name="detail"),
    path(f"{MEASURE}uebergeben/", taking_along.hand_over, name="hand_over"),
    path(
        f"{MEASURE}uebergeben/<slug:file_kind>/", taking_along.hand_over_file, name="hand_over_file"
    ),
    path(f"{MEASURE}aendern/", measures.EditMeasure.as_view(), name="edit"),
    path(f"{MEASURE}systeme/", links.SystemsOfMeasure.as_view(), name="measure_systems"),
    path(f"{MEASURE}vorher/", links.NeededMeasures.as_view(), name="needed"),
    path(f"{MEASURE}verlauf/neu/", journal.NewEntry.as_view(), name="new_entry"),
    path(
        f"{MEASURE}verlauf/<int:journal_entry_id>/aendern/",
        journal.EditEntry.as_view(),
        name="edit_entry",
    ),
    path(
        f"{MEASURE}verlauf/<int:journal_entry_id>/zurueckholen/",
        journal.TakeEntryBack.as_view(),
        name="take_entry_back",
    ),
    path(
        f"{MEASURE}verlauf/<int:journal_entry_id>/entfernen/",
        journal.RemoveEntry.as_view(),
        name="remove_entry",
    ),
    path(f"{MEASURE}abschluss/", measures.EditOutcome.as_view(), name="outcome"),
    path(f"{MEASURE}datei/neu/", files.NewFile.as_view(), name="new_file"),
    path(f"{MEASURE}datei/<int:measure_file_id>/", files.download, name="file"),
    path(f"{MEASURE}datei/<int:measure_file_id>/entfernen/", files.remove, name="remove_file"),
    path(
        f"{MEASURE}datei/<int:measure_file_id>/zurueckholen/",
        files.take_back,
        name="take_file_back",
    ),
    path(f"{MEASURE}bewerten/", measures.RateMeasure.as_view(), name="rate"),
    path(f"{MEASURE}schritt/<int:step_id>/", steps.tick_step, name="step"),
    path(f"{MEASURE}schritt/neu/", steps.NewStep.as_view(), name="new_step"),
    path(f"{MEASURE}schritt/<int:step_id>/aendern/", steps.EditStep.as_view(), name="edit_step"),
    path(f"{MEASURE}schritt/<int:step_id>/verschieben/", steps.move, name="move_step"),
    path(
        f"{MEASURE}schritt/<int:step_id>/zurueckholen/",
        steps.TakeStepBack.as_view(),
        name="take_step_back",
    ),
    path(
        f"{MEASURE}schritt/<int:step_id>/entfernen/", steps.RemoveStep.as_view(), name="remove_step"
    ),
    path(
        f"{MEASURE}anforderungen/",
        links.RequirementsOfMeasure.as_view(),
        name="requirements_of_measure",
    ),
    path(REQUIREMENTS, requirements.requirement_list, name="requirements"),
    path(f"{REQUIREMENTS}neu/", requirements.NewRequirement.as_view(), name="new_requirement"),
    path(f"{REQUIREMENTS}doppelte/", merging.duplicates, name="duplicates"),
    path(f"{REQUIREMENTS}zusammenfuehren/", merging.merge, name="merge"),
    path(REQUIREMENT, requirements.requirement, name="requirement"),
    path(f"{REQUIREMENT}aendern/", requirements.EditRequirement.as_view(), name="edit_requirement"),
    path(
        f"{REQUIREMENT}entfernen/",
        requirements.RemoveRequirement.as_view(),
        name="remove_requirement",
    ),
    path(
        f"{REQUIREMENT}zurueckholen/", requirements.restore_requirement, name="restore_requirement"
    ),
    path(
        f"{REQUIREMENT}massnahmen/",
        links.MeasuresOfRequirement.as_view(),
        name="measures_of_requirement",
    ),
    path(f"{REQUIREMENT}trennen/", merging.part, name="part"),
]
