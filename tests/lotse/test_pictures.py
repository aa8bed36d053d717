"""What drawings say to those who do not see them: the same in pages and in reports."""

import pkgutil
import re
from datetime import UTC, date, datetime
from fractions import Fraction
from html import unescape
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone

from checks.domain.comparing import AreaLine
from lotse import charts, pictures
from lotse.reports.document.model import Figures
from lotse.reports.models import ReportKind
from measures.domain.progress import MaturityLine
from tests.factories import (
    AnswerFactory,
    CheckFactory,
    ConnectionFactory,
    MeasureFactory,
    ReportFactory,
)
from tests.lotse.reports.printed import made

# What each chart has to say of its scale or unit; lines over time say when, too.
DAY = r"\d+\. \w+ \d{4}"
SAYS = {
    "line": r"[\w :-]+(?:, )?(?:\d+ von 100 im \w+ \d{4}(?:, |\.$))+",
    "wheel": r"Reifegrad je Handlungsfeld von 0 bis 100\. .+: \d+",
    "map": r"\d+ Systeme? und \d+ Verbindung(en)?\. .*Wege der Daten: \w.* \d+\.",
    "rating-matrix": r"\d+ Maßnahmen? auf einem Feld von 5 mal 5: .*, beides von 1 bis 5\.",
    "timeline": rf"\d+ Maßnahmen? mit \d+ Terminen vom {DAY} bis zum {DAY}, davon überfällig: \d",
}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def check(pilot):
    """The second check of an organisation with systems and measures."""
    organisation = pilot.organisation
    first = CheckFactory(organisation=organisation, finished_at=datetime(2025, 5, 3, tzinfo=UTC))
    AnswerFactory(organisation=organisation, check_run=first, level=1)
    check = CheckFactory(
        organisation=organisation,
        catalogue=first.catalogue,
        predecessor=first,
        finished_at=datetime(2025, 11, 3, tzinfo=UTC),
    )
    AnswerFactory(organisation=organisation, check_run=check, level=3)
    ConnectionFactory(organisation=organisation)
    for day in (date(2026, 1, 1), timezone.localdate()):
        MeasureFactory(organisation=organisation, rated=(5, 4, 3, 3, 1), due_date=day)
    return check


def said_on(page):
    """What the drawings of a page say, each with its kind."""
    found = []
    for svg in re.findall(r"<svg[^>]*role=\"(?:img|group)\".*?</svg>", page, re.DOTALL):
        drawing = ElementTree.fromstring(svg)
        words = drawing.get("aria-label") or drawing.findtext(f"{SVG}desc")
        found.append((drawing.get("class"), words))
    return found


def pages(client, check):
    slug = check.organisation.slug
    for address in (
        reverse("measures:result", args=[slug, check.pk]),
        reverse("checks:systems", args=[slug]),
        reverse("measures:matrix", args=[slug]),
        reverse("measures:timeline", args=[slug]),
    ):
        yield client.get(address).content.decode()


@pytest.mark.django_db
def test_every_drawing_on_pages_says_its_scale_and_lines_their_dates(client, check):
    said = [one for page in pages(client, check) for one in said_on(page)]
    assert {kind for kind, _words in said} == set(SAYS)
    modules = {module.name for module in pkgutil.iter_modules(charts.__path__)}
    assert len(SAYS) == len(modules - {"text"})
    for kind, words in said:
        assert re.match(SAYS[kind], words), words


@pytest.mark.django_db
def test_a_report_says_what_the_pages_say(client, check):
    on_pages = {words for page in pages(client, check) for _kind, words in said_on(page)}
    order = ReportFactory(organisation=check.organisation, kind=ReportKind.CHECK, check_run=check)
    drawn = [
        figure.alternative
        for block in made(order).document.blocks
        if isinstance(block, Figures)
        for figure in block.figures
    ]
    assert len(drawn) > 3
    assert set(map(unescape, drawn)) <= on_pages


def line(*days):
    """A line over checks on some days."""
    points = tuple(Fraction(number, 4) for number in range(len(days)))
    return pictures.small_line(MaturityLine(AreaLine("", points, 4), days)).words


def test_a_line_says_which_value_was_when():
    assert line(date(2025, 5, 3), date(2025, 11, 30)) == (
        "Im Ganzen: 0 von 100 im Mai 2025, 25 von 100 im November 2025."
    )


def test_two_checks_in_one_month_are_told_apart_by_day():
    assert line(date(2025, 5, 3), date(2025, 5, 30)) == (
        "Im Ganzen: 0 von 100 am 3. Mai 2025, 25 von 100 am 30. Mai 2025."
    )
