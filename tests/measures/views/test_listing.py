"""The four pages of one list: table, board, matrix and line of time."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from measures.models import Measure
from organisations import tenancy
from tests.factories import (
    CatalogueFactory,
    MeasureDependencyFactory,
    MeasureFactory,
    MeasureSystemFactory,
    MembershipFactory,
    SavedViewFactory,
    StepFactory,
)
from tests.measures.views.pages import at

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
PAGES = ("list", "board", "matrix", "timeline")
TODAY = timezone.localdate()


def page_of(client, pilot, name, query="", **headers):
    response = client.get(f"{at(pilot, name)}?{query}", **headers)
    assert response.status_code == 200
    return response.content.decode()


def measure(pilot, title, **kwargs):
    return MeasureFactory(organisation=pilot.organisation, title=title, **kwargs)


def stored(measure):
    with tenancy.activate(measure.organisation):
        return Measure.objects.get(pk=measure.pk)


class TestEveryPage:
    @pytest.mark.parametrize("name", PAGES)
    def test_says_what_to_do_while_there_is_nothing(self, client, pilot, name):
        assert "Noch keine Maßnahme" in page_of(client, pilot, name)

    @pytest.mark.parametrize("name", PAGES)
    def test_shows_what_the_same_filter_asks_for(self, client, pilot, name):
        system = MeasureSystemFactory(
            organisation=pilot.organisation,
            measure=measure(
                pilot,
                "Kalender teilen",
                responsible=pilot,
                due_date=TODAY - timedelta(days=3),
                catalogue=CatalogueFactory(),
                template_key="name-pilot",
                rated=(3, 4, 3, 2, 3),
            ),
        ).system
        measure(pilot, "Sicherung prüfen", rated=(3, 4, 3, 2, 3))
        for query in (
            "q=kalender",
            f"responsible={pilot.pk}",
            "trouble=overdue",
            "area=leadership",
            f"system={system.pk}",
        ):
            page = page_of(client, pilot, name, query).partition('id="rows"')[2]
            assert "Kalender teilen" in page, query
            assert "Sicherung prüfen" not in page, query
        for query in ("q=sicherung", "responsible=-", "area=-"):
            page = page_of(client, pilot, name, query).partition('id="rows"')[2]
            assert "Sicherung prüfen" in page, query
            assert "Kalender teilen" not in page, query

    @pytest.mark.parametrize("name", PAGES)
    def test_leads_to_the_others_with_the_filter_it_has(self, client, pilot, name):
        measure(pilot, "Kalender teilen")
        page = page_of(client, pilot, name, "q=kalender&status=idea&sort=")
        for other in PAGES:
            assert f'href="{at(pilot, other)}?q=kalender&amp;status=idea"' in page
        assert page.count('aria-current="page"') == 2

    @pytest.mark.parametrize("name", PAGES)
    def test_sends_htmx_only_the_rows_and_the_links_anew(self, client, pilot, name):
        measure(pilot, "Kalender teilen")
        part = page_of(client, pilot, name, "q=gibtesnicht", **HTMX)
        assert "<html" not in part
        assert 'hx-swap-oob="true"' in part
        assert f'href="{at(pilot, "matrix")}?q=gibtesnicht"' in part
        assert "Kalender teilen" not in part
        assert f'class="chip" href="{at(pilot, name)}">Suchen: gibtesnicht' in part

    @pytest.mark.parametrize("name", PAGES)
    @pytest.mark.parametrize("number", [1, 50, 300])
    def test_takes_as_many_queries_for_one_measure_as_for_three_hundred(
        self, client, pilot, name, number, django_assert_num_queries
    ):
        with tenancy.activate(pilot.organisation):
            Measure.objects.bulk_create(
                Measure(
                    organisation=pilot.organisation,
                    title=f"Maßnahme {place}",
                    status="planned",
                    responsible=pilot,
                    due_date=TODAY + timedelta(days=place),
                )
                for place in range(number)
            )
        page_of(client, pilot, name)
        with django_assert_num_queries(18 if name == "list" else 17):
            page_of(client, pilot, name)

    def test_says_each_thing_asked_for_and_leads_to_the_list_without_it(self, client, pilot):
        measure(pilot, "Kalender teilen")
        asked = f"q=kalender&status=idea&responsible={pilot.pk}&sort=title&down=on&group=area"
        page = page_of(client, pilot, "list", asked)
        chips = dict(re.findall(r'class="chip" href="[^?]*\??([^"]*)">([^<]*)<', page))
        assert list(chips.values()) == [
            "Suchen: kalender",
            "Stand: Idee",
            f"Verantwortlich: {pilot.user}",
            "Ordnen nach: Titel",
            "umgekehrt",
            "Gruppieren nach: Handlungsfeld",
        ]
        without_title = next(query for query, said in chips.items() if "Titel" in said)
        assert "sort" not in without_title
        assert "status=idea" in without_title

    def test_leads_on_to_the_first_step_of_the_first_measure_that_nothing_keeps(
        self, client, pilot
    ):
        first = measure(pilot, "Zuerst", rated=(5, 5, 5, 5, 5))
        MeasureDependencyFactory(organisation=pilot.organisation, measure=first)
        second = measure(pilot, "Danach", rated=(4, 4, 4, 4, 4))
        new_step = at(pilot, "new_step", measure_id=second.pk)
        assert f'href="{new_step}">Ersten Schritt festlegen' in page_of(client, pilot, "list")
        step = StepFactory(organisation=pilot.organisation, measure=second, text="Fragen.")
        page = page_of(client, pilot, "list")
        assert "Fragen." in page.partition("Als Nächstes:")[2]
        detail = at(pilot, "detail", measure_id=second.pk)
        assert f'href="{detail}#steps">Zum ersten Schritt' in page
        with tenancy.activate(pilot.organisation):
            step.delete()
        member = MembershipFactory(organisation=pilot.organisation, role="member")
        client.force_login(member.user)
        assert f'href="{detail}">Zur ersten Maßnahme' in page_of(client, pilot, "list")

    def test_leads_nowhere_once_everything_is_done(self, client, pilot):
        measure(pilot, "Geschafft", status="done")
        assert "Als Nächstes:" not in page_of(client, pilot, "list", "status=all")

    def test_shows_saved_views_as_links(self, client, pilot):
        measure(pilot, "Kalender teilen")
        SavedViewFactory(
            organisation=pilot.organisation,
            name="Ohne Verantwortliche",
            page="board",
            without_responsible=True,
        )
        page = page_of(client, pilot, "list")
        link = f'<a href="{at(pilot, "board")}?responsible=-">Ohne Verantwortliche</a>'
        assert link in page

    @pytest.mark.parametrize("name", PAGES)
    def test_offers_members_nothing_they_may_not_do(self, client, pilot, name):
        measure(pilot, "Kalender teilen")
        member = MembershipFactory(organisation=pilot.organisation, role="member")
        client.force_login(member.user)
        page = page_of(client, pilot, name)
        assert "Kalender teilen" in page
        for word in ("Mehrere auf einmal", "Verschieben", "Ansicht speichern", "Bewerten<"):
            assert word not in page


class TestTable:
    def test_sorts_by_the_heads_of_its_columns_and_turns_around(self, client, pilot):
        for title in ("Birne", "Äpfel", "Clementine"):
            measure(pilot, title)
        page = page_of(client, pilot, "list", "sort=title")
        assert re.findall("Äpfel|Birne|Clementine", page.partition("<tbody>")[2])[0] == "Äpfel"
        assert 'aria-sort="ascending"' in page
        assert 'href="?sort=title&amp;down=1"' in page
        page = page_of(client, pilot, "list", "sort=title&down=1")
        assert re.findall("Äpfel|Birne|Clementine", page.partition("<tbody>")[2])[0] == "Clementine"
        assert 'aria-sort="descending"' in page

    def test_puts_measures_together_under_titles(self, client, pilot):
        measure(pilot, "Eins", due_date=TODAY.replace(year=2031, month=5))
        measure(pilot, "Zwei")
        page = page_of(client, pilot, "list", "group=month").partition("<tbody>")[2]
        assert page.index("Mai 2031") < page.index("Eins") < page.index("ohne Termin")
        assert "noch niemand" in page_of(client, pilot, "list", "group=person")

    def test_shows_fifty_rows_a_page_and_keeps_the_filter(self, client, pilot):
        for number in range(51):
            measure(pilot, f"Nummer {number:02}")
        page = page_of(client, pilot, "list", "sort=title")
        assert "51 Maßnahmen" in page
        assert "Seite 1 von 2" in page
        assert 'href="?sort=title&amp;seite=2"' in page
        assert "Nummer 50" in page_of(client, pilot, "list", "sort=title&seite=2")


class TestBoard:
    def test_has_a_column_for_every_stand(self, client, pilot):
        measure(pilot, "Läuft schon", status="in_progress", due_date=TODAY - timedelta(days=1))
        measure(pilot, "Geschafft", status="done")
        page = page_of(client, pilot, "board")
        for word in ("Idee", "geplant", "in Umsetzung", "umgesetzt", "verworfen"):
            assert word in page
        assert "Läuft schon" in page
        assert "Geschafft" in page
        assert "überfällig seit" in page

    def test_says_what_is_blocked(self, client, pilot):
        MeasureDependencyFactory(organisation=pilot.organisation)
        assert "blockiert</span>" in page_of(client, pilot, "board")

    def test_leads_to_the_table_for_what_it_does_not_show(self, client, pilot):
        for number in range(32):
            measure(pilot, f"Nummer {number}")
        page = page_of(client, pilot, "board", "q=nummer")
        assert f'href="{at(pilot, "list")}?q=nummer&amp;status=idea">2 weitere' in page

    def test_moves_a_card_and_comes_back_with_the_filter(self, client, pilot):
        one = measure(pilot, "Kalender teilen")
        data = {"move": f"{one.pk}:1:planned", "query": "q=kalender"}
        response = client.post(at(pilot, "move"), data)
        assert response.url == f"{at(pilot, 'board')}?q=kalender"
        assert stored(one).status == "planned"
        assert "„Kalender teilen“ steht jetzt unter „geplant“." in page_of(client, pilot, "board")

    def test_moves_for_htmx_with_the_focus_on_the_card(self, client, pilot):
        one = measure(pilot, "Kalender teilen")
        response = client.post(at(pilot, "move"), {"move": f"{one.pk}:1:planned"}, **HTMX)
        part = response.content.decode()
        assert response.status_code == 200
        assert part.lstrip().startswith("<form")
        assert re.search(rf'id="card-{one.pk}"[^>]* data-focus[ >]', part)
        assert "steht jetzt unter „geplant“" in part

    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_of_a_card_changed_meanwhile_says_so_and_changes_nothing(self, client, pilot, headers):
        one = measure(pilot, "Kalender teilen", status="planned", version=4)
        response = client.post(at(pilot, "move"), {"move": f"{one.pk}:3:done"}, **headers)
        assert response.status_code == 409
        said = "Jemand hat „Kalender teilen“ inzwischen geändert. Sie steht jetzt unter „geplant“."
        assert said in response.content.decode()
        assert stored(one).status == "planned"

    def test_names_who_changed_a_card_meanwhile(self, client, pilot):
        one = measure(pilot, "Kalender teilen")
        colleague = MembershipFactory(organisation=pilot.organisation)
        client.force_login(colleague.user)
        client.post(at(pilot, "move"), {"move": f"{one.pk}:1:planned"})
        client.force_login(pilot.user)
        page = client.post(at(pilot, "move"), {"move": f"{one.pk}:1:in_progress"}).content.decode()
        assert f"{colleague.user} hat „Kalender teilen“ inzwischen geändert." in page

    def test_moves_nothing_to_where_nothing_is(self, client, pilot):
        one = measure(pilot, "Kalender teilen")
        response = client.post(at(pilot, "move"), {"move": f"{one.pk}:1:fertig"})
        assert response.status_code == 422
        assert "Dorthin lässt sich die Karte nicht verschieben." in response.content.decode()

    def test_asks_what_became_of_a_measure_that_is_done_now(self, client, pilot):
        one, other = measure(pilot, "Eins"), measure(pilot, "Zwei")
        response = client.post(at(pilot, "move"), {"move": f"{one.pk}:1:done"})
        assert response.url == at(pilot, "outcome", measure_id=one.pk)
        response = client.post(at(pilot, "move"), {"move": f"{other.pk}:1:done"}, **HTMX)
        assert response["HX-Redirect"] == at(pilot, "outcome", measure_id=other.pk)

    def test_knows_no_measure_of_another_organisation(self, client, pilot):
        foreign = MeasureFactory()
        response = client.post(at(pilot, "move"), {"move": f"{foreign.pk}:1:done"})
        assert response.status_code == 404


class TestMatrix:
    def test_draws_rated_measures_and_lists_the_others(self, client, pilot):
        measure(pilot, "Bringt viel", rated=(5, 5, 3, 3, 3))
        measure(pilot, "Ohne Zahlen")
        page = page_of(client, pilot, "matrix")
        assert "1 Bringt viel" in page
        assert "1 Maßnahme auf einem Feld" in page
        assert page.index("Noch ohne Bewertung") < page.index("Ohne Zahlen")

    def test_says_when_nothing_fits(self, client, pilot):
        measure(pilot, "Ohne Zahlen")
        assert "Keine Maßnahme passt" in page_of(client, pilot, "matrix", "q=gibtesnicht")


class TestTimeline:
    def test_shows_days_of_measures_and_steps_and_what_has_none(self, client, pilot):
        late = measure(pilot, "Server kaufen", due_date=TODAY + timedelta(days=40))
        day = TODAY - timedelta(days=2)
        StepFactory(organisation=pilot.organisation, measure=late, text="Anrufen.", due_date=day)
        measure(pilot, "Irgendwann")
        page = page_of(client, pilot, "timeline")
        assert "Teilschritt „Anrufen.“: überfällig seit" in page
        assert "Maßnahme „Server kaufen“: fällig am" in page
        assert "1 Maßnahme mit 2 Terminen vom " in page
        assert "davon überfällig: 1." in page
        assert "dieser Monat" in page or day.month != TODAY.month
        assert page.index("Ohne Termin") < page.rindex("Irgendwann")

    def test_says_when_nothing_has_a_day(self, client, pilot):
        measure(pilot, "Irgendwann")
        assert "Noch hat keine dieser Maßnahmen einen Termin." in page_of(client, pilot, "timeline")
        assert "Keine Maßnahme passt" in page_of(client, pilot, "timeline", "q=gibtesnicht")
