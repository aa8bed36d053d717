"""The form of the mandate, page by page."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from organisations import tenancy
from organisations.domain.mandate_content import PARTS, SUGGESTIONS
from organisations.forms.mandate import FORMS, EuroField
from organisations.models import Mandate
from tests.factories import MandateFactory, MembershipFactory, OrganisationFactory


def typed(**values):
    """Return values as a browser sends them."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def filled(part, mandate=None, **values):
    form = FORMS[part](mandate or Mandate(), typed(**values))
    form.is_valid()
    return form


def test_there_is_a_page_for_every_part():
    assert list(FORMS) == [part.key for part in PARTS]


@pytest.mark.parametrize("part", ["tasks", "powers", "time", "support", "exchange"])
class TestEveryPage:
    def test_may_stay_empty(self, part):
        form = filled(part)
        assert form.errors == {}
        fields = next(one.fields for one in PARTS if one.key == part)
        assert set(form.content) == set(fields)
        assert not any(form.content.values())

    def test_shows_the_version_of_its_part(self, part):
        form = FORMS[part](Mandate(part_versions={part: 3}))
        assert form["version"].value() == 3

    @given(junk=st.text(max_size=40))
    def test_takes_no_junk_and_raises_nothing(self, part, junk):
        names = list(FORMS[part](Mandate()).fields)
        filled(part, **{name: junk for name in names if name != "version"})


class TestLists:
    def test_keep_what_is_ticked_in_the_order_of_the_list_then_what_is_written(self):
        form = filled("tasks", tasks=["reports", "check"], own_tasks=" Kaffee \n\n Tee  kochen \n")
        assert form.content["tasks"] == [
            str(SUGGESTIONS["tasks"]["check"]),
            str(SUGGESTIONS["tasks"]["reports"]),
            "Kaffee",
            "Tee kochen",
        ]

    def test_keep_each_sentence_once(self):
        known = str(SUGGESTIONS["tasks"]["check"])
        form = filled("tasks", tasks=["check"], own_tasks=f"{known}\nTee\nTee")
        assert form.content["tasks"] == [known, "Tee"]

    def test_show_what_is_stored(self):
        known = str(SUGGESTIONS["tasks"]["check"])
        form = FORMS["tasks"](Mandate(tasks=["Tee", known, "Kaffee"]))
        assert form["tasks"].value() == ["check"]
        assert form["own_tasks"].value() == "Tee\nKaffee"

    def test_refuse_what_is_not_offered(self):
        assert "Das gibt es hier nicht." in str(filled("tasks", tasks=["fly"]).errors)

    def test_refuse_endless_sentences_and_endless_lists(self):
        assert "300 Zeichen" in str(filled("tasks", own_tasks="x" * 301).errors)
        many = "\n".join(str(number) for number in range(31))
        assert "30 eigene Punkte" in str(filled("tasks", own_tasks=many).errors)
        assert not filled("tasks", own_tasks=many[:-3]).errors

    def test_stand_above_the_other_fields(self):
        names = [field.name for field in FORMS["exchange"](Mandate()).visible_fields()]
        assert names == ["announcement", "own_announcement", "rhythm", "rhythm_note"]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1500", 1500),
        ("1.500", 1500),
        ("1.000", 1000),
        ("1 500 €", 1500),
        ("1\u00a0500 Euro", 1500),
        ("12.345.678", 12345678),
        ("150,00", 150),
        ("150,-", 150),
        (" 0 ", 0),
        ("", None),
    ],
)
def test_euros_are_read_as_people_write_them(written, amount):
    assert EuroField().clean(written) == amount


@pytest.mark.parametrize(
    "written", ["viel", "1,5", "1.50", "1.5000", "12 34", "1e3", "²", "-", "€"]
)
def test_what_is_no_amount_is_refused(written):
    assert "ganzen Euro" in str(filled("time", budget_per_year=written).errors)


@pytest.mark.parametrize(
    ("field", "written", "error"),
    [
        ("budget_per_year", "-5", "ab 0"),
        ("budget_per_year", "99999999", "höchstens 10000000"),
        ("budget_per_year", "9" * 5000, "ganzen Euro"),
        ("hours_per_week", "viel", "zum Beispiel 4 oder 2,5"),
        ("hours_per_week", "0", "eine halbe Stunde"),
        ("hours_per_week", "41", "Höchstens 40"),
        ("hours_per_week", "400", "Höchstens 40"),
        ("hours_per_week", "2,25", "eine Stelle nach dem Komma"),
        ("hours_per_week", "NaN", "zum Beispiel 4 oder 2,5"),
        ("starts_on", "morgen", "zum Beispiel 31.12.2026"),
        ("starts_on", "0020-01-01", "prüfen Sie das Jahr"),
        ("ends_on", "9999-12-31", "prüfen Sie das Jahr"),
    ],
)
def test_errors_say_what_to_write_and_keep_what_was_written(field, written, error):
    form = filled("time", **{field: written})
    assert error in str(form.errors[field])
    assert form[field].value() == written


def test_time_and_money_are_read():
    form = filled(
        "time", hours_per_week="2,5", budget_per_year="500", starts_on="2026-01-01", ends_on=""
    )
    assert form.content == {
        "hours_per_week": Decimal("2.5"),
        "budget_per_year": 500,
        "starts_on": date(2026, 1, 1),
        "ends_on": None,
    }


def test_hours_are_shown_in_german():
    assert 'value="2,5"' in str(FORMS["time"](Mandate(hours_per_week=Decimal("2.5"))))


def test_an_end_before_the_beginning_is_refused():
    form = filled("time", starts_on="2026-05-01", ends_on="2026-04-30")
    assert "vor dem Beginn" in str(form.errors["ends_on"])


@pytest.mark.django_db
class TestPeople:
    @pytest.fixture
    def draft(self):
        organisation = OrganisationFactory()
        with tenancy.activate(organisation):
            yield MandateFactory(organisation=organisation, pilot__user__name="Piet")

    @pytest.fixture
    def vera(self, draft):
        return MembershipFactory(organisation=draft.organisation, user__name="Vera", role="member")

    def test_come_from_the_team_with_their_names(self, draft, vera):
        form = filled("pilot", draft, pilot=str(draft.pilot.pk), deputy=str(vera.pk))
        assert form.content == {
            "pilot": draft.pilot,
            "pilot_name": "Piet",
            "deputy": vera,
            "deputy_name": "Vera",
        }

    def test_may_be_named_before_they_have_an_account(self, draft):
        content = filled("pilot", draft, pilot_name="Neu Hier").content
        assert (content["pilot"], content["pilot_name"]) == (None, "Neu Hier")

    def test_are_shown_once(self, draft):
        form = FORMS["pilot"](draft)
        assert (form["pilot"].value(), form["pilot_name"].value()) == (draft.pilot.pk, "")
        draft.pilot = None
        assert FORMS["pilot"](draft)["pilot_name"].value() == "Piet Lotse"

    def test_are_offered_with_their_roles_and_from_this_organisation_only(self, draft, vera):
        MembershipFactory(user__name="Fremd")
        page = str(FORMS["pilot"](draft))
        assert "Piet (Digitalisierungslots:in)" in page
        assert "Vera (Mitarbeitende)" in page
        assert "Fremd" not in page

    def test_of_another_organisation_are_refused(self, draft):
        form = filled("pilot", draft, pilot=str(MembershipFactory().pk))
        assert "Das gibt es hier nicht." in str(form.errors)

    def test_are_two_and_each_is_named_one_way(self, draft, vera):
        pk = str(vera.pk)
        assert "andere Person" in str(filled("pilot", draft, pilot=pk, deputy=pk).errors)
        both = filled("pilot", draft, pilot=pk, pilot_name="Vera")
        assert "wählen Sie oben jemanden aus" in str(both.errors["pilot_name"])

    def test_can_be_given_back_as_they_were_typed(self, draft, vera):
        form = FORMS["pilot"](draft, typed(pilot=str(vera.pk), deputy_name="Uli"))
        assert form.typed == [
            ("Digitalisierungslots:in", ["Vera (Mitarbeitende)"]),
            ("Oder: eine Vertretung ohne Zugang zu Lotse", ["Uli"]),
        ]


def test_what_was_typed_can_be_given_back():
    form = FORMS["tasks"](Mandate(), typed(tasks=["check"], own_tasks="Tee"))
    assert form.typed == [
        ("Aufgaben", [str(SUGGESTIONS["tasks"]["check"])]),
        ("Eigene Aufgaben", ["Tee"]),
    ]
