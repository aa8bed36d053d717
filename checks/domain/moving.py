"""Moving a running check to a newer version of its catalogue, and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from checks import queries
from checks.domain.carrying_over import left_name, store_with_times, why_left
from checks.domain.catalogue import CatalogueDocument, Question
from checks.domain.check_state import CheckState, given_by
from checks.domain.matching import Carrying, Pair, area_after, carry, match
from checks.domain.publishing import document_of
from checks.domain.repeating import matching_of
from checks.domain.wording import excepted, in_words
from checks.models import (
    Answer,
    Catalogue,
    CatalogueMove,
    Check,
    Contribution,
    ContributionRequest,
    HandCount,
    Requirement,
    SetAsideAnswer,
)
from organisations.domain.auditing import Action, record
from organisations.models import User

MOVED = Action("check.moved", _("Check auf eine neue Version umgestellt"))
MOVED_BACK = Action("check.moved_back", _("Umstellung des Checks zurückgenommen"))

# What an answer keeps while it is set aside.
KEPT = (
    *("question_key", "state", "level", "value", "exceptions", "note", "version"),
    *("is_carried", "reworded_in", "updated_by_id"),
)


class CannotMoveBack(Exception):
    """There is no move to take back, or something was answered or noted since."""


@dataclass(frozen=True)
class ToCheck:
    """A question that changed: what it was and is, and what the answer said and says."""

    pair: Pair
    said: str
    says: str
    note: str

    @property
    def asks_otherwise(self) -> bool:
        """Whether the question itself is put in other words, and not only its answers."""
        return self.pair.old.text != self.pair.new.text


@dataclass(frozen=True)
class WithoutPlace:
    """An answer that the newer version has no place for, in words."""

    text: str
    said: str
    note: str
    why: str


class PlannedMove:
    """What moving a check to a version of its catalogue would do, worked out but not done."""

    def __init__(self, check_state: CheckState, target: Catalogue) -> None:
        self.check_state = check_state
        self.target = target
        self.document: CatalogueDocument = document_of(target.pk)

    @cached_property
    def carrying(self) -> Carrying:
        """What becomes of every answer."""
        said = {key: given_by(answer) for key, answer in self.check_state.answers.items()}
        return carry(self.check_state.document, self.document, said, takes_other_words=True)

    @property
    def kept(self) -> int:
        """How many answers stay as they are."""
        return len(self.carrying.unchanged)

    @cached_property
    def to_check(self) -> list[ToCheck]:
        """Answers to look at again."""
        return [self._to_check(pair) for pair in self.carrying.to_check]

    def _to_check(self, pair: Pair) -> ToCheck:
        answer = self.check_state.answers[pair.old.key]
        said, says = in_words(pair.old, answer), in_words(pair.new, answer)
        return ToCheck(pair, said, says, answer.note)

    @cached_property
    def new_questions(self) -> tuple[Question, ...]:
        """Questions and opening facts that the check did not have."""
        return self.carrying.matching.only_new

    @cached_property
    def without_place(self) -> list[WithoutPlace]:
        """Answers that are set aside."""
        return [
            WithoutPlace(
                left_name(left),
                said_of(self.check_state, left.key),
                self.check_state.answers[left.key].note,
                why_left(left),
            )
            for left in self.carrying.left
        ]

    @cached_property
    def requirements(self) -> list[tuple[Requirement, str]]:
        """Requirements that go into another area, with the key of that area.

        One that stands there already, word for word, stays where it is.
        """
        there = {(one.area_key, one.text) for one in self.check_state.requirements}
        going = []
        for one in self.check_state.requirements:
            after = area_after(one.area_key, self.check_state.document, self.document)
            if after != one.area_key and (after, one.text) not in there:
                there.add((after, one.text))
                going.append((one, after))
        return going

    @cached_property
    def shortened_requests(self) -> list[tuple[ContributionRequest, int]]:
        """Open requests to colleagues that lose questions, with how many."""
        names = self.carrying.matching.one_to_one
        losing = []
        for asked in self.check_state.check.contribution_requests.unended():
            gone = [key for key in asked.question_keys if key not in names]
            if gone and asked.is_open:
                losing.append((asked, len(gone)))
        return losing

    @property
    def requirements_with_areas(self) -> list[tuple[Requirement, str]]:
        """The same, with the title of the area."""
        titles = {area.key: area.title for area in self.document.areas}
        return [(one, titles[after]) for one, after in self.requirements]


def said_of(check_state: CheckState, key: str) -> str:
    """Return what the answer to a question says in words, also when nobody knows the question."""
    answer, question = check_state.answers[key], check_state.document.by_key.get(key)
    if question:
        but_not = excepted(check_state.document, answer.exceptions)
        said = in_words(question, answer)
        return f"{said} {_now('Gilt nicht für: %s.') % but_not}" if but_not else said
    told = answer.level if answer.value is None else answer.value
    return _now("Stufe %s") % told if answer.level is not None else str(told or "–")


def move_check(check_state: CheckState, target: Catalogue, by: User) -> CatalogueMove:
    """Move a running check to a newer version of its catalogue and return what was done.

    The check has to be locked by the caller. Answers follow their questions; those to reworded
    questions are marked, and those without a place are set aside. Requirements stay.
    """
    check, move = check_state.check, PlannedMove(check_state, target)
    stored = CatalogueMove.objects.create(
        organisation_id=check.organisation_id,
        check_run=check,
        from_catalogue_id=check.catalogue_id,
        to_catalogue=target,
        moved_by=by,
    )
    _set_aside(stored, move)
    _let_answers_follow(move)
    stored.requirement_areas = _let_requirements_follow(move)
    stored.origins = dict(move.carrying.origins)
    stored.save(update_fields=["requirement_areas", "origins"])
    _let_voices_follow(check, move.carrying.matching.one_to_one)
    _point_at(check, target.pk, move.carrying.matching.new_key_of)
    record(
        MOVED,
        organisation_id=check.organisation_id,
        by=by,
        subject=target,
        before={_("Version"): check_state.document.version},
        after={
            _("Version"): move.document.version,
            _("Unverändert übernommen"): move.kept,
            _("Noch einmal anzusehen"): len(move.to_check),
            _("Ohne Platz, aufgehoben"): len(move.without_place),
        },
    )
    return stored


def _set_aside(stored: CatalogueMove, move: PlannedMove) -> None:
    left = move.carrying.left
    answers = [move.check_state.answers[one.key] for one in left]
    SetAsideAnswer.objects.bulk_create(
        SetAsideAnswer(
            organisation_id=stored.organisation_id,
            move=stored,
            question_text=left_name(one),
            said=said_of(move.check_state, one.key),
            updated_at=answer.updated_at,
            **{name: getattr(answer, name) for name in KEPT},
        )
        for one, answer in zip(left, answers, strict=True)
    )
    Answer.objects.filter(
        organisation_id=stored.organisation_id, pk__in=[answer.pk for answer in answers]
    ).delete()


def _let_answers_follow(move: PlannedMove) -> None:
    """Let answers go with their questions; an answer to what was split goes with each."""
    rows = {pair.old.key: move.check_state.answers[pair.old.key] for pair in move.carrying.taken}
    changed: dict[str, Answer] = {}
    copies: list[Answer] = []
    # The row of a question that keeps its key stays, whoever else takes the answer over.
    for pair in sorted(move.carrying.taken, key=lambda pair: pair.is_renamed):
        row = rows[pair.old.key]
        if pair.old.key in changed:
            row = _copy_of(row)
            copies.append(row)
        else:
            changed[pair.old.key] = row
        row.question_key = pair.new.key
        if pair.is_to_check:
            row.reworded_in = row.reworded_in or move.document.version
    _store_keys(changed.values())
    store_with_times(copies, [row.updated_at for row in copies])


def _store_keys(answers: Collection[Answer]) -> None:
    """Store the new keys of answers; neither time nor person changes: nobody answered anything."""
    stored = Answer.objects.filter(pk__in=[answer.pk for answer in answers])
    # One may take the key that another gives up, and no two may have the same in between.
    stored.update(question_key=Cast("pk", CharField()))
    Answer.objects.bulk_update(answers, ["question_key", "reworded_in"])


def _copy_of(answer: Answer) -> Answer:
    return Answer(
        organisation_id=answer.organisation_id,
        check_run_id=answer.check_run_id,
        updated_at=answer.updated_at,
        **{name: getattr(answer, name) for name in KEPT},
    )


def _let_requirements_follow(move: PlannedMove) -> list[dict[str, str]]:
    names = move.carrying.matching.new_key_of
    areas = {one.pk: after for one, after in move.requirements}
    moved = []
    for one in move.check_state.requirements:
        area, question = one.area_key, one.question_key
        one.area_key = areas.get(one.pk, area)
        one.question_key = names.get(question, question)
        if (area, question) != (one.area_key, one.question_key):
            moved.append(
                {"text": one.text, "before": area, "after": one.area_key, "question": question}
            )
    Requirement.objects.bulk_update(move.check_state.requirements, ["area_key", "question_key"])
    return moved


def _let_voices_follow(check: Check, names: Mapping[str, str]) -> None:
    """Let what colleagues were asked and said go with its questions.

    What has no place in the other version keeps its key and is there again after moving back.
    """
    requests = list(check.contribution_requests.all())
    for asked in requests:
        asked.question_keys = [names.get(key, key) for key in asked.question_keys]
    ContributionRequest.objects.bulk_update(requests, ["question_keys"])
    contributions = list(Contribution.objects.of_check(check))
    hands = list(HandCount.objects.filter(request__check_run=check))
    said: list[Contribution | HandCount] = [*contributions, *hands]
    for one in said:
        one.question_key = names.get(one.question_key, one.question_key)
    Contribution.objects.bulk_update(contributions, ["question_key"])
    HandCount.objects.bulk_update(hands, ["question_key"])


def _point_at(check: Check, catalogue_id: int, renamed: Mapping[str, str]) -> None:
    """Let a check go on with another version, where it stood if that is still there."""
    check.catalogue_id = catalogue_id
    check.current_key = renamed.get(check.current_key, check.current_key)
    check.save(update_fields=["catalogue", "current_key"])


def last_move(check: Check) -> CatalogueMove | None:
    """Return the move by which a check came to its version, None when it began there."""
    moves = check.moves.select_related("from_catalogue", "to_catalogue", "moved_by")
    moves = moves.defer("from_catalogue__document", "to_catalogue__document")
    move = moves.filter(to_catalogue_id=check.catalogue_id).order_by("-id").first()
    if move:
        move.check_run = check
    return move


def before_move(check_state: CheckState, key: str) -> tuple[Pair | None, list[SetAsideAnswer]]:
    """Return a question with the one its answer came from, None when there was none.

    With it comes what was said to others that became one with it in the last move.
    """
    move = last_move(check_state.check)
    if move is None:
        return None, []
    origins = matching_of(move.from_catalogue_id, check_state.check.catalogue_id).origins(key)
    answered = move.origins.get(key)
    former = next((one for one in origins if one.old.key == answered), next(iter(origins), None))
    if len(origins) < 2:
        return former, []
    keys = [pair.old.key for pair in origins]
    return former, list(move.set_aside.filter(question_key__in=keys))


def can_move_back(move: CatalogueMove) -> bool:
    """Whether nobody answered or noted anything since a move."""
    return not queries.answered_since(move.check_run, move.moved_at)


def move_back(check_state: CheckState, by: User) -> CatalogueMove:
    """Take back the move by which a check came to its version, and return it.

    The check has to be locked by the caller. Everything is as it was before the move. Raises
    `CannotMoveBack` when there is none, or when something was answered or noted since.
    """
    check, move = check_state.check, last_move(check_state.check)
    if move is None or not can_move_back(move):
        raise CannotMoveBack
    former = document_of(move.from_catalogue_id)
    names = {new: old for old, new in match(former, check_state.document).one_to_one.items()}
    _let_answers_return(check_state, names | move.origins)
    _return_set_aside(move)
    _let_requirements_return(check_state, move.requirement_areas)
    _let_voices_follow(check, names)
    _point_at(check, move.from_catalogue_id, names)
    record(
        MOVED_BACK,
        organisation_id=check.organisation_id,
        by=by,
        subject=move.from_catalogue,
        before={_("Version"): check_state.document.version},
        after={_("Version"): former.version},
    )
    CatalogueMove.objects.filter(organisation_id=check.organisation_id, pk=move.pk).delete()
    return move


def _let_answers_return(check_state: CheckState, origins: Mapping[str, str]) -> None:
    """Give answers the keys they came from; those to what was split are the same, so one stays."""
    answers: dict[str, Answer] = {}
    for key in check_state.answers:
        answers.setdefault(origins.get(key, key), check_state.answers[key])
    stored = Answer.objects.filter(
        organisation_id=check_state.check.organisation_id, check_run=check_state.check
    )
    stored.exclude(pk__in=[answer.pk for answer in answers.values()]).delete()
    for key, answer in answers.items():
        answer.question_key = key
        if answer.reworded_in == check_state.document.version:
            answer.reworded_in = None
    _store_keys(answers.values())


def _return_set_aside(move: CatalogueMove) -> None:
    kept = list(move.set_aside.all())
    answers = [
        Answer(
            organisation_id=move.organisation_id,
            check_run_id=move.check_run_id,
            **{name: getattr(one, name) for name in KEPT},
        )
        for one in kept
    ]
    store_with_times(answers, [one.updated_at for one in kept])


def _let_requirements_return(check_state: CheckState, moved: Sequence[Mapping[str, str]]) -> None:
    before = {(one["after"], one["text"]): one for one in moved}
    for one in check_state.requirements:
        if was := before.get((one.area_key, one.text)):
            one.area_key = was["before"]
            one.question_key = was.get("question", one.question_key)
    Requirement.objects.bulk_update(check_state.requirements, ["area_key", "question_key"])
