"""„Was davon fangen Sie an?“: the page at the end of the first sitting."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lotse.reports.models import Report
from measures.models import Measure, Status
from organisations import tenancy
from tests.factories import AnswerFactory, CheckFactory, MeasureFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(pilot):
    return reverse("beginning", kwargs={"slug": pilot.organisation.slug})


@pytest.fixture
def check(pilot):
    """A closed check whose answers suggest measures."""
    check = CheckFactory(organisation=pilot.organisation, finished_at=timezone.now())
    for key in ("pilot", "goals", "passwords", "backups"):
        AnswerFactory(organisation=pilot.organisation, check_run=check, question_key=key, level=0)
    return check


def sent(form, place=0, **changed):
    """What the page sends as it stands, with one of the offers chosen."""
    keys = list(form.offered)
    due = form["due_date"].value()
    values = {"first": keys[place], "accepted": keys, "due_date": due.isoformat()}
    return values | {"responsible": form["responsible"].value()} | changed


def test_everything_stands_ready(client, url, check, pilot):
    form = client.get(url).context["form"]
    assert len(form.offered) == 3
    response = client.post(url, sent(form))
    with tenancy.activate(pilot.organisation):
        assert Measure.objects.count() == 3
        begun = Measure.objects.get(status=Status.IN_PROGRESS)
        assert (begun.responsible, begun.due_date) == (pilot, form["due_date"].value())
        report = Report.objects.get()
    assert report.kind == "start"
    assert response.url == reverse("reports:detail", args=[pilot.organisation.slug, report.pk])


def test_what_is_not_ticked_stays_a_suggestion(client, url, check, pilot):
    form = client.get(url).context["form"]
    client.post(url, sent(form, accepted=[]))
    with tenancy.activate(pilot.organisation):
        assert [one.status for one in Measure.objects.all()] == [Status.IN_PROGRESS]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"first": ""}, "Bitte wählen Sie, womit Sie anfangen."),
        ({"first": "unbekannt"}, "Bitte wählen Sie"),
        ({"accepted": ["unbekannt"]}, "Bitte wählen Sie"),
        ({"due_date": ""}, "Bitte nennen Sie einen Tag."),
        ({"due_date": "irgendwann"}, "zum Beispiel 31.12.2026"),
        ({"due_date": "2020-01-01"}, "Bitte einen Tag ab heute wählen"),
        ({"due_date": "2999-01-01"}, "Bitte einen Tag ab heute wählen"),
    ],
)
def test_says_what_is_missing_and_keeps_what_was_chosen(client, url, check, pilot, changed, said):
    form = client.get(url).context["form"]
    keys = list(form.offered)
    response = client.post(url, sent(form, place=1, **({"accepted": keys[:1]} | changed)))
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    if "first" not in changed:
        assert f'value="{keys[1]}" checked' in page
    if "accepted" not in changed:
        assert page.count('name="accepted"') - page.count("checked") >= 1
    with tenancy.activate(pilot.organisation):
        assert not Measure.objects.exists()


def test_without_a_check_leads_to_the_measure(client, url, pilot):
    measure = MeasureFactory(organisation=pilot.organisation, rated=(3, 3, 3, 3, 3))
    form = client.get(url).context["form"]
    response = client.post(url, sent(form, accepted=[]))
    assert response.url == reverse("measures:detail", args=[pilot.organisation.slug, measure.pk])


def test_says_so_when_nothing_waits(client, url):
    response = client.get(url, follow=True)
    assert "wartet keine Maßnahme darauf" in response.content.decode()


def test_lets_a_team_choose_who_looks_after_it(client, url, check, pilot):
    other = MembershipFactory(organisation=pilot.organisation)
    form = client.get(url).context["form"]
    client.post(url, sent(form, responsible=other.pk))
    with tenancy.activate(pilot.organisation):
        assert Measure.objects.get(status=Status.IN_PROGRESS).responsible == other


def test_the_result_leads_here_until_something_is_begun(client, url, check, pilot):
    result = reverse("measures:result", args=[pilot.organisation.slug, check.pk])
    assert url in client.get(result).content.decode()
    MeasureFactory(organisation=pilot.organisation, status="in_progress")
    assert url not in client.get(result).content.decode()


def test_the_usual_day_is_four_weeks_away(client, url, check):
    day = client.get(url).context["form"]["due_date"].value()
    assert day == timezone.localdate() + timedelta(days=28)
