"""The list of requirements outlives its checks; nothing that was removed is lost at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from checks import queries
from checks.domain import answering
from checks.domain import requirements as keeping
from checks.domain.check_state import CheckState
from checks.domain.requirements import REQUIREMENTS, AlreadyNoted, Areas
from checks.models import Requirement, RequirementSystem
from organisations.domain.saving import StaleRow
from organisations.models import AuditEntry
from tests.factories import (
    CatalogueFactory,
    CheckFactory,
    OwnRequirementFactory,
    RequirementFactory,
    RequirementSystemFactory,
    SystemFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def again(row):
    return Requirement.objects.get(pk=row.pk)


def last_entry(organisation):
    return AuditEntry.objects.of(organisation)[0]


def written(organisation, person, systems=(), **fields):
    row = Requirement(organisation=organisation, source="own", **{"text": "Muss gehen"} | fields)
    stored = REQUIREMENTS.add(row, person)
    keeping.set_systems(stored, systems)
    return stored


class TestOneOfOnesOwn:
    def test_is_kept_with_its_systems_and_stands_in_the_trail(self, organisation, person):
        system = SystemFactory(organisation=organisation, name="Dienstplan")
        row = written(organisation, person, [system], priority="must", needed_by="Pflege")
        assert keeping.systems_in_words(row) == "Dienstplan"
        assert row.created_by == person
        entry = last_entry(organisation)
        assert (entry.action, entry.subject) == ("requirement.written", "Muss gehen")
        assert entry.after == {
            "Wichtigkeit": "Muss",
            "Wer braucht das?": "Pflege",
            "Woher": "eigene",
        }

    def test_sent_twice_is_kept_once(self, organisation, person):
        assert written(organisation, person) == written(organisation, person)
        assert written(organisation, UserFactory()) != written(organisation, person)

    def test_outlives_its_check(self, organisation):
        row = RequirementFactory(organisation=organisation)
        row.check_run.delete()
        assert again(row).check_run is None


class TestChanging:
    def test_stores_words_and_systems(self, organisation, person):
        row = written(organisation, person)
        old, new = (SystemFactory(organisation=organisation, name=name) for name in "AB")
        keeping.set_systems(row, [old])
        changed = again(row)
        changed.text = "Muss gut gehen"
        keeping.change_requirement(changed, [new], seen_version=1, stored=again(row), by=person)
        assert again(row).version == 2
        entry = last_entry(organisation)
        assert entry.before == {"Anforderung": "Muss gehen", "Systeme": "A"}
        assert entry.after == {"Anforderung": "Muss gut gehen", "Systeme": "B"}

    def test_leaves_systems_alone_that_stay(self, organisation, person):
        link = RequirementSystemFactory(organisation=organisation)
        row = link.requirement
        keeping.change_requirement(
            again(row), [link.system], seen_version=1, stored=again(row), by=person
        )
        assert list(RequirementSystem.objects.filter(organisation=organisation)) == [link]
        assert not AuditEntry.objects.of(organisation)

    def test_of_what_someone_else_changed_stores_no_systems_either(self, organisation, person):
        row = written(organisation, person)
        system = SystemFactory(organisation=organisation)
        with pytest.raises(StaleRow) as stale:
            keeping.change_requirement(again(row), [system], seen_version=0, stored=row, by=person)
        assert stale.value.stored == row
        assert keeping.systems_in_words(row) == ""

    def test_names_areas_by_their_titles(self, organisation, person):
        CheckFactory(organisation=organisation)
        row = written(organisation, person)
        changed = again(row)
        changed.area_key = "security"
        keeping.change_requirement(changed, [], seen_version=1, stored=again(row), by=person)
        assert last_entry(organisation).after == {"Handlungsfeld": "Sicherheit"}

    def test_into_what_the_same_check_has_already_is_refused(self, organisation, person):
        one = RequirementFactory(organisation=organisation, text="Muss eins")
        two = RequirementFactory(organisation=organisation, check_run=one.check_run)
        two.text = "Muss eins"
        with pytest.raises(AlreadyNoted):
            keeping.change_requirement(two, [], seen_version=1, stored=again(two), by=person)


class TestRemoving:
    def test_can_be_taken_back_with_everything(self, organisation, person):
        link = RequirementSystemFactory(organisation=organisation)
        row = link.requirement
        REQUIREMENTS.remove(row, person)
        REQUIREMENTS.remove(row, person)
        assert not Requirement.objects.current().exists()
        REQUIREMENTS.take_back(again(row), person)
        REQUIREMENTS.take_back(again(row), person)
        assert Requirement.objects.current().get() == row
        assert keeping.systems_in_words(row) == link.system.name
        actions = [entry.action for entry in AuditEntry.objects.of(organisation)]
        assert actions == ["requirement.restored", "requirement.removed"]

    def test_does_not_bring_back_what_was_noted_again(self, organisation, person):
        one = RequirementFactory(organisation=organisation, text="Muss eins")
        REQUIREMENTS.remove(one, person)
        RequirementFactory(organisation=organisation, check_run=one.check_run, text="Muss eins")
        with pytest.raises(AlreadyNoted):
            REQUIREMENTS.take_back(one, person)

    def test_is_for_good_after_some_weeks(self, organisation, person):
        row = written(organisation, person)
        REQUIREMENTS.remove(row, person)
        now = timezone.now()
        assert keeping.forget_removed(now - keeping.TO_RESTORE) == 0
        assert keeping.forget_removed(now + timedelta(minutes=1)) == 1
        assert not Requirement.objects.exists()


class TestInACheck:
    def wish(self, **more):
        return {
            "area_key": "leadership",
            "question_key": "",
            "text": "Muss gehen",
            "priority": "must",
            "needed_by": "",
        } | more

    def test_noting_again_what_was_removed_brings_it_back_with_its_systems(
        self, organisation, person
    ):
        check_state = CheckState(CheckFactory(organisation=organisation))
        row = answering.note_requirement(check_state, **self.wish(), by=person)
        keeping.set_systems(row, [SystemFactory(organisation=organisation, name="Plan")])
        answering.remove_requirement(check_state, row.pk, person)
        back = answering.note_requirement(check_state, **self.wish(priority="could"), by=person)
        assert (back, back.priority) == (row, "could")
        assert keeping.systems_in_words(back) == "Plan"
        assert check_state.requirements == [back]

    def test_what_was_merged_is_shown_once_by_the_check_that_shows_the_result(
        self, organisation, person
    ):
        check = CheckFactory(organisation=organisation)
        merged = RequirementFactory(organisation=organisation, check_run=check)
        part = RequirementFactory(
            organisation=organisation, check_run=check, merged_into=merged, text="Muss gehen"
        )
        assert CheckState(check).requirements == [merged]
        assert answering.note_requirement(CheckState(check), **self.wish(), by=person) == part

    def test_what_was_merged_into_one_from_elsewhere_stays_in_its_check(self, organisation):
        elsewhere = OwnRequirementFactory(organisation=organisation)
        part = RequirementFactory(organisation=organisation, merged_into=elsewhere)
        assert CheckState(part.check_run).requirements == [part]
        elsewhere.removed_at = timezone.now()
        elsewhere.save()
        assert CheckState(part.check_run).requirements == []

    def test_own_requirements_are_part_of_no_check(self, organisation):
        OwnRequirementFactory(organisation=organisation)
        check = CheckFactory(organisation=organisation)
        running = queries.current_check_with_content(organisation, locked=False)
        assert (running.check, running.requirements) == (check, [])


class TestAreas:
    def test_are_those_of_the_latest_check_in_their_order(self, organisation):
        CheckFactory(organisation=organisation)
        areas = Areas(organisation)
        assert areas.offered == [("leadership", "Führung"), ("security", "Sicherheit")]
        assert (areas.title("security"), areas.title(""), areas.title("früher")) == (
            "Sicherheit",
            "",
            "früher",
        )
        assert [areas.position(key) for key in ("security", "früher")] == [1, 2]

    def test_are_those_of_the_catalogue_before_the_first_check(self, organisation):
        assert Areas(organisation).offered == []
        CatalogueFactory()
        assert Areas(organisation).offered[0] == ("leadership", "Führung")
