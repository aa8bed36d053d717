"""What holds for every page: a short lead, one main action, nothing said twice."""

import re
from collections import Counter

import pytest
from django.template.loader import render_to_string
from lxml import html

from organisations.models import Role
from scripts.check_templates import TEMPLATES
from tests.factories import MembershipFactory, OrganisationFactory
from tests.lotse.addresses import address, all_patterns, furnish

LONGEST_LEAD = 25
# Shorter ones are labels: „Noch nichts.“ may stand in two tables.
SHORTEST_SENTENCE = 5
LARGEST_PICTURE = 2048
LEADS = ".//*[@class='page-head']//*[contains(@class, 'lead')]"
NOT_SEEN = ".//*[contains(@class, 'visually-hidden')] | .//select | .//textarea"
# Buttons that stand out; two that say the same are one, above and below.
MAIN_ACTIONS = ".//*[contains(concat(' ', @class, ' '), ' button ')]" + "".join(
    f"[not(contains(@class, '{quieter}'))]" for quieter in ("secondary", "quiet", "danger")
)
MAIN_ACTIONS += "[not(ancestor::details) and not(ancestor::noscript)]"
# What happened on pages that led elsewhere.
NOT_SEEN += " | .//*[contains(@class, 'messages')]"
LEAD = re.compile(r'<p class="lead[^>]*>(.*?)</p>', re.DOTALL)
SAID = re.compile(
    r'{% translate "(.*?)" %}|{% (?:blocktranslate|plural).*?%}(.*?)(?={% (?:plural|endblock))',
    re.DOTALL,
)


def words(text):
    return len(text.split())


def written_leads():
    """Yield the template and the words of each lead that a template may show."""
    for path in sorted(TEMPLATES.rglob("*.html")):
        for lead in LEAD.findall(path.read_text()):
            for said in SAID.findall(lead):
                yield path.relative_to(TEMPLATES), re.sub(r"{{.*?}}", "X", "".join(said))


def test_no_template_has_a_long_lead():
    assert [lead for lead in written_leads() if words(lead[1]) > LONGEST_LEAD] == []


def test_there_are_leads():
    assert len(list(written_leads())) > 100


def test_each_picture_is_small_stands_in_one_place_and_is_hidden_from_those_who_listen():
    shown = re.findall(
        r'with picture="(.*?)"', "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    )
    drawn = [f"parts/scenes/{path.name}" for path in TEMPLATES.glob("parts/scenes/*.html")]
    assert sorted(shown) == sorted(drawn)
    for picture in drawn:
        svg = render_to_string("parts/scene.html", {"picture": picture})
        assert len(svg.encode()) < LARGEST_PICTURE
        assert 'aria-hidden="true"' in svg


@pytest.fixture
def pages(client, settings, tmp_path):
    """Return the main part of each page that someone who directs an organisation can open."""
    settings.EMAIL_FILE_PATH = str(tmp_path)
    (tmp_path / "wort.log").write_text("Subject: Probe\nTo: a@test.example\n\nText\n")
    organisation = OrganisationFactory()
    client.force_login(MembershipFactory(organisation=organisation, role=Role.DIRECTOR).user)
    furniture = furnish(organisation)
    found = {}
    for name, names, _ in all_patterns():
        response = client.get(address(name, names, organisation, furniture))
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            main = html.fromstring(response.content).find(".//main")
            if main is not None:
                found[name] = main
    return found


@pytest.mark.django_db
def test_every_page_has_a_short_lead_one_main_action_and_says_nothing_twice(pages):
    assert len(pages) > 100
    wrong = []
    for name, main in pages.items():
        for lead in main.xpath(LEADS):
            if words(lead.text_content()) > LONGEST_LEAD:
                wrong.append(f"{name}: lead of {words(lead.text_content())} words")
        for aloud in main.xpath(NOT_SEEN):
            aloud.drop_tree()
        actions = {action.text_content().strip() for action in main.xpath(MAIN_ACTIONS)}
        if len(actions) > 1:
            wrong.append(f"{name}: several main actions: {sorted(actions)}")
        paragraphs = [" ".join(one.text_content().split()) for one in main.iter("p")]
        said = Counter(
            sentence
            for paragraph in paragraphs
            for sentence in re.split(r"(?<=[.!?:])\s+", paragraph)
            if words(sentence) >= SHORTEST_SENTENCE and sentence[-1] in ".!?:"
        )
        wrong += [f"{name}: twice: {text}" for text, times in said.items() if times > 1]
    assert not wrong, "\n".join(wrong)
