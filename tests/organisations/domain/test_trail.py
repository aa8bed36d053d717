"""The audit trail in words."""

from datetime import UTC, date, datetime

import pytest

from organisations import tenancy
from organisations.domain import auditing
from organisations.domain.auditing import AuditChange, in_words
from organisations.models import AuditEntry
from tests.factories import AuditEntryFactory, MeasureFactory, OrganisationFactory

ROTATED = auditing.Action("measure.rotated", "Maßnahme gedreht")


def entry(**fields):
    return AuditEntry(actor_name="Mira Muster", **({"action": "measure.rotated"} | fields))


class TestAnEntry:
    def test_says_what_happened_in_german(self):
        line = in_words(entry(actor_role="pilot", subject="Kalender"))
        assert (line.who, line.role) == ("Mira Muster", "Digitalisierungslots:in")
        assert (line.topic, line.what, line.subject) == (
            "Maßnahmen",
            "Maßnahme gedreht",
            "Kalender",
        )

    @pytest.mark.parametrize(
        ("role", "name"), [("consultant", "Berater:in"), ("", ""), ("gone", "")]
    )
    def test_names_every_role(self, role, name):
        assert in_words(entry(actor_role=role)).role == name

    def test_of_an_action_nobody_knows_any_more_keeps_its_key(self):
        line = in_words(entry(action="relic.done"))
        assert (line.topic, line.what) == ("relic", "relic.done")

    def test_shows_before_and_after_field_by_field(self):
        line = in_words(
            entry(
                before={"Stufe": 1, "Offen": True},
                after={"Stufe": 3, "Aufgaben": ["eins", "zwei"], "Offen": False},
            )
        )
        assert line.changes == (
            AuditChange("Stufe", "1", "3"),
            AuditChange("Offen", "ja", "nein"),
            AuditChange("Aufgaben", "", "eins, zwei"),
        )
        assert line.changes_in_words == "Stufe: 1 → 3; Offen: ja → nein; Aufgaben: eins, zwei"


def test_a_table_for_spreadsheet_programs_has_a_line_an_entry():
    at = datetime(2026, 7, 1, 10, 30, tzinfo=UTC)
    head, line = auditing.as_csv([entry(at=at, subject="=WEG()", after={"Stufe": 2})])
    assert head.startswith("\ufeffZeitpunkt;Person;Rolle;")
    assert line == (
        "01.07.2026 12:30:00;Mira Muster;;Maßnahmen;Maßnahme gedreht;'=WEG();Stufe: 2\r\n"
    )


@pytest.mark.django_db
def test_changed_fields_are_named_and_shown_as_people_read_them():
    before = MeasureFactory(title="Kalender", due_date=None)
    after = MeasureFactory(
        organisation=before.organisation,
        title="Kalender",
        due_date=date(2026, 3, 1),
        status="planned",
    )
    assert auditing.changed_fields(before, after, ["title", "status", "due_date"]) == (
        {"Stand": "Idee", "Fällig am": ""},
        {"Stand": "geplant", "Fällig am": "1. März 2026"},
    )


@pytest.mark.django_db
class TestNarrowing:
    @pytest.fixture
    def organisation(self):
        organisation = OrganisationFactory()
        for who, action, subject, day in [
            ("Ada", "measure.rated", "Gemeinsamer Kalender", 1),
            ("Ben", "check.started", "Erster Check", 2),
            ("Ada", "check.answered", "Passwörter", 3),
        ]:
            AuditEntryFactory(
                organisation=organisation,
                actor_name=who,
                action=action,
                subject=subject,
                at=datetime(2026, 5, day, 23, 30, tzinfo=UTC),
            )
        return organisation

    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            ({}, ["Passwörter", "Erster Check", "Gemeinsamer Kalender"]),
            ({"topic": "check"}, ["Passwörter", "Erster Check"]),
            ({"person": "Ada"}, ["Passwörter", "Gemeinsamer Kalender"]),
            # Half past eleven at night in Greenwich is the next day in Berlin.
            ({"since": date(2026, 5, 4)}, ["Passwörter"]),
            ({"until": date(2026, 5, 2)}, ["Gemeinsamer Kalender"]),
            ({"q": "kalender ada"}, ["Gemeinsamer Kalender"]),
            ({"q": "kalender ben"}, []),
        ],
        ids=str,
    )
    def test_finds_what_was_asked_for(self, wanted, found, organisation):
        with tenancy.activate(organisation):
            entries = AuditEntry.objects.of(organisation)
            assert [one.subject for one in entries.matching(**wanted)] == found
            assert entries.names_of_people() == ["Ada", "Ben"]
