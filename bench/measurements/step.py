"""One answer saved and the next question shown, compared with an empty page of Django.

The page saves an answer in passing as soon as it is chosen, and once more when one goes on; a
step is the request behind „Weiter“, which saves an answer and brings the next question.
"""

from __future__ import annotations

from bench.figures import Figure
from bench.stage import Place, Stage
from bench.timing import Timed, medians

MOST_QUERIES, MOST_TIMES_EMPTY, MOST_TIMES_FEW = 12, 2.5, 1.3
WARM_UP, WARM_STEPS = 15, 280
EMPTY_ANSWER, EMPTY_PAGE = "/bench/leer/", "/bench/rahmen/"


def measure(stage: Stage) -> list[Figure]:
    """Return queries and times, with few and with many organisations."""
    candidates = {
        (place, name): timed
        for place in (stage.few, stage.many)
        for name, timed in _candidates(place).items()
    }
    took = medians(candidates, stage.rounds, WARM_UP)
    few = {name: seconds for (place, name), seconds in took.items() if place is stage.few}
    many = {name: seconds for (place, name), seconds in took.items() if place is stage.many}
    return [
        *_queries(stage.few),
        *_times(few),
        *_growth(stage, few, many),
    ]


def _candidates(place: Place) -> dict[str, Timed]:
    visitor, walk = place.visitor(), place.walk()
    # As a server that has been in use for a while: every question was seen with every answer.
    for _step in range(WARM_STEPS):
        walk.step()
    return {
        "nothing": lambda: visitor.get(EMPTY_ANSWER).seconds,
        "empty": lambda: visitor.get(EMPTY_PAGE).seconds,
        "step": lambda: walk.step().seconds,
        "save": lambda: walk.save().seconds,
        "forward": lambda: walk.forward().seconds,
        "plain": lambda: sum(answer.seconds for answer in walk.plain()),
    }


def _queries(place: Place) -> list[Figure]:
    walk = place.walk()
    sent, got = walk.plain(counted=True)
    return [
        Figure("Abfragen: speichern und weiter", walk.step(counted=True).queries, "", MOST_QUERIES),
        Figure("Abfragen: beim Auswählen speichern", walk.save(True).queries, "", MOST_QUERIES),
        Figure("Abfragen: weiter, schon gespeichert", walk.forward(True).queries, "", MOST_QUERIES),
        Figure(
            "Abfragen ohne JavaScript: die größere von zwei Anfragen",
            max(sent.queries, got.queries),
            "",
            MOST_QUERIES,
            f"Senden {sent.queries}, nächste Seite {got.queries}",
        ),
    ]


def _times(took: dict[str, float]) -> list[Figure]:
    empty, nothing = took["empty"], took["nothing"]
    names = {
        "step": "speichern und weiter",
        "save": "beim Auswählen speichern",
        "forward": "weiter, schon gespeichert",
    }
    return [
        Figure("leere Seite für Angemeldete", 1000 * empty, "ms"),
        *(
            Figure(
                f"{text}, gegen die leere Seite",
                took[name] / empty,
                "-fach",
                MOST_TIMES_EMPTY,
                f"{1000 * took[name]:.1f} ms".replace(".", ","),
            )
            for name, text in names.items()
        ),
        Figure("leere Antwort für Angemeldete, ohne Seite", 1000 * nothing, "ms"),
        Figure("speichern und weiter, gegen die leere Antwort", took["step"] / nothing, "-fach"),
        Figure("ohne JavaScript: zwei Anfragen zusammen", 1000 * took["plain"], "ms"),
    ]


def _growth(stage: Stage, few: dict[str, float], many: dict[str, float]) -> list[Figure]:
    sizes = (
        (
            f"{stage.many.size.organisations:,} Organisationen, "
            f"{stage.many.size.all_answers:,} Antworten"
        )
        .replace(",", ".")
        .replace(". ", ", ")
    )
    return [
        Figure(
            f"speichern und weiter: {sizes}",
            many["step"] / few["step"],
            "-fach",
            MOST_TIMES_FEW,
            f"{1000 * many['step']:.1f} ms".replace(".", ","),
        ),
    ]
