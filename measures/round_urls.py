from django.urls import path

from measures.views.rounds import alone, course, finishing, results, rounds

ONE = "o/<slug:slug>/massnahmen/runden/<int:prioritisation_round_id>/"

urlpatterns = [
    path("o/<slug:slug>/massnahmen/runden/", rounds.round_list, name="rounds"),
    path("o/<slug:slug>/massnahmen/runden/neu/", rounds.new, name="new_round"),
    path("o/<slug:slug>/massnahmen/runden/vergleich/", results.comparison, name="compare_rounds"),
    path(ONE, rounds.one_round, name="round"),
    path(f"{ONE}aendern/", rounds.edit, name="change_round"),
    path(f"{ONE}verwerfen/", rounds.discard, name="discard_round"),
    path(f"{ONE}rueckblick/", course.look_back, name="round_news"),
    path(f"{ONE}allein/", alone.sheet, name="alone"),
    path(f"{ONE}allein/abgeben/", alone.hand_in_all, name="hand_in"),
    path(f"{ONE}allein/<int:measure_id>/", alone.rate, name="rate_alone"),
    path(f"{ONE}bewerten/", course.ratings, name="round_ratings"),
    path(f"{ONE}bewerten/vergleich-oeffnen/", course.show_voices, name="show_voices"),
    path(f"{ONE}bewerten/<int:measure_id>/", course.settle_measure, name="settle"),
    path(f"{ONE}bewerten/<int:measure_id>/strittig/", course.dispute, name="dispute"),
    path(f"{ONE}reihenfolge/", finishing.order, name="round_order"),
    path(f"{ONE}reihenfolge/<int:measure_id>/", finishing.move, name="move_measure"),
    path(f"{ONE}auswahl/", finishing.choice, name="round_choice"),
    path(f"{ONE}abschliessen/", finishing.close, name="close_round"),
    path(f"{ONE}bestaetigen/", results.judge_round, name="judge_round"),
    path(f"{ONE}fassung/<int:round_snapshot_id>/", results.snapshot, name="round_snapshot"),
    path(
        "o/<slug:slug>/massnahmen/<int:measure_id>/platz/zurueck/",
        finishing.move_back,
        name="move_back",
    ),
]
