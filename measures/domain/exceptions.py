"""What answers of a check do not hold for: topics of their own, and measures made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _

from checks.domain.catalogue import Area, ExceptionOption, Question
from checks.domain.check_state import CheckState
from checks.domain.exceptions import noted_in
from measures.domain.suggesting import Suggestion
from measures.models import Measure

LONGEST_TITLE: int = Measure._meta.get_field("title").max_length or 0


@dataclass(frozen=True)
class Excepted:
    """An answer with what it does not hold for, and the measures suggested because of that.

    `own` is a measure that people made of it themselves.
    """

    question: Question
    area: Area
    sentence: str
    exceptions: tuple[ExceptionOption, ...]
    suggestions: tuple[Suggestion, ...] = ()
    own: Measure | None = None

    @property
    def but_not(self) -> str:
        """What the answer does not hold for, as a list."""
        return ", ".join(one.label for one in self.exceptions)

    @cached_property
    def without_measure(self) -> tuple[ExceptionOption, ...]:
        """The exceptions for which the catalogue has no measure."""
        key = self.question.key
        templates = [one.template for one in self.suggestions]
        known = {one for it in templates for one in it.suggested_by_exceptions.get(key, ())}
        return tuple(one for one in self.exceptions if one.key not in known)

    @property
    def as_measure(self) -> dict[str, str]:
        """Title, what and why of a measure of one's own."""
        whom = ", ".join(one.label for one in self.without_measure or self.exceptions)
        title = _("Auch für %(whom)s: %(sentence)s") % {
            "whom": whom,
            "sentence": self.sentence.rstrip("."),
        }
        if len(title) > LONGEST_TITLE:
            title = f"{title[: LONGEST_TITLE - 1].rstrip()}…"
        why = _("Im Check steht „%(sentence)s“ Das gilt bisher nicht für %(whom)s.")
        return {"title": title, "why": why % {"sentence": self.sentence, "whom": whom}}


def excepted_in(check_state: CheckState, suggestions: Iterable[Suggestion] = ()) -> list[Excepted]:
    """Return the answers of a check that do not hold for everyone, in the order of the catalogue.

    `suggestions` are those of the check; each answer gets those that its exceptions bring.
    """
    offered = tuple(suggestions)
    found = []
    for question in check_state.flow.questions:
        given = check_state.given.get(question.key)
        noted = noted_in(check_state.document, given)
        if given is None or given.level is None or not noted:
            continue
        keys = {one.key for one in noted}
        found.append(
            Excepted(
                question,
                check_state.document.area_of[question.key],
                question.levels[given.level],
                noted,
                tuple(
                    one
                    for one in offered
                    if keys & {*one.template.suggested_by_exceptions.get(question.key, ())}
                ),
            )
        )
    return _with_own_measures(check_state, found)


def _with_own_measures(check_state: CheckState, found: list[Excepted]) -> list[Excepted]:
    """Add the measures made by hand, which are known by the title or the reason they began with."""
    words = [one.as_measure for one in found]
    if not any(one.without_measure for one in found):
        return found
    made = Measure.objects.filter(
        Q(title__in=[said["title"] for said in words]) | Q(why__in=[said["why"] for said in words]),
        organisation_id=check_state.check.organisation_id,
    )
    titles, reasons = {one.title: one for one in made}, {one.why: one for one in made}
    return [
        replace(one, own=titles.get(said["title"]) or reasons.get(said["why"]))
        for one, said in zip(found, words, strict=True)
    ]
