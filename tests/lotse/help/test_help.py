"""The help behind the „?“: what it says, where it is shown, and how it is found."""

import io
import re

import pytest
from django.urls import get_resolver, reverse
from pypdf import PdfReader

from checks.domain.readability import SENTENCE_END
from lotse.help import handbook
from lotse.help.pages import FOLDER, HelpPage, all_pages, help_with, read, search
from lotse.reports.document.model import Heading, Items, Paragraph
from lotse.tasks import prepare_handbook
from tests.factories import UserFactory
from tests.journeys.test_accessibility import ACCOUNT_PAGES, NO_PAGES, SIGN_IN_PAGES
from tests.lotse.rights import WRITTEN

HTMX = {"HTTP_HX_REQUEST": "true"}
SHORTEST, LONGEST, LONGEST_SENTENCE = 60, 150, 22
TEXT = "Ein **wichtiger**\nSatz.\n\n## Teil\n\n1. eins\n2. zwei\n"
WITHOUT = {"help:contents", "help:page", "admin:index"}
PAGES = list(all_pages().values())


def url_names(resolver=None, before=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            space = f"{before}{pattern.namespace}:" if pattern.namespace else before
            yield from url_names(pattern, space)
        elif pattern.name:
            yield before + pattern.name


class TestTheFiles:
    def test_all_stand_in_the_order_of_the_handbook(self):
        assert {path.stem for path in FOLDER.glob("*.md")} == {"README", *all_pages()}

    def test_help_only_with_pages_that_there_are_and_each_page_once(self):
        named = [name for page in PAGES for name in page.names]
        assert set(named) <= set(url_names())
        assert len(named) == len(set(named))

    def test_there_is_one_for_every_page(self):
        readable = {name for name, method in WRITTEN if method == "GET"}
        pages = readable | ACCOUNT_PAGES | SIGN_IN_PAGES
        # The URL name of a page stands in the head of a file in docs/hilfe/.
        without = {name for name in pages - NO_PAGES - WITHOUT if not help_with(name)}
        assert without == set()

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
    def test_are_short_and_say_what_for_what_to_do_and_an_example(self, page):
        assert SHORTEST <= len(re.sub(r"[#*]", "", page.text).split()) <= LONGEST
        assert re.findall(r"^#+ .*$", page.text, re.M) == [
            "## Was Sie hier tun",
            "## Ein Beispiel",
        ]
        for sentence in SENTENCE_END.split(re.sub(r"^#.*$", "", page.text, flags=re.M)):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence

    def test_that_do_not_begin_with_their_pages_are_refused(self, tmp_path):
        path = tmp_path / "falsch.md"
        path.write_text("# Ergebnis\n\nText")
        with pytest.raises(ValueError, match="does not begin"):
            read(path)


class TestFinding:
    def test_the_help_with_a_page(self):
        assert help_with("measures:result").key == "ergebnis"
        assert help_with("help:contents") is None
        assert help_with(None) is None

    def test_what_holds_all_words_those_with_them_in_the_title_first(self):
        found = [page.key for page in search("teilschritte")]
        assert found[0] == "teilschritte"
        assert len(found) > 1
        assert search("teilschritte dampfmaschine") == []

    def test_everything_without_words(self):
        assert search("  ") == PAGES

    def test_shows_how_a_page_begins(self):
        assert help_with("measures:outcome").summary.startswith("Wenn eine Maßnahme umgesetzt")


@pytest.mark.django_db
class TestThePages:
    def test_a_page_is_read_by_itself_and_leads_back(self, client):
        address = reverse("help:page", args=["ergebnis"])
        page = client.get(f"{address}?von=/o/verein/ergebnis/3/").content.decode()
        assert "<h1>Ergebnis</h1>" in page
        assert "<h2>Ein Beispiel</h2>" in page
        assert 'href="/o/verein/ergebnis/3/"' in page

    @pytest.mark.parametrize("elsewhere", ["https://boese.example/", "//boese.example/", ""])
    def test_it_leads_nowhere_else(self, client, elsewhere):
        page = client.get(reverse("help:page", args=["ergebnis"]), {"von": elsewhere})
        assert "Zurück zur Seite" not in page.content.decode()

    def test_in_place_it_comes_without_the_frame_and_a_level_deeper(self, client):
        part = client.get(reverse("help:page", args=["ergebnis"]), **HTMX).content.decode()
        assert "<html" not in part
        assert re.search(r"<h2[^>]*>Ergebnis</h2>", part)
        assert "<h3>Ein Beispiel</h3>" in part

    def test_there_is_no_help_with_what_does_not_exist(self, client):
        assert client.get(reverse("help:page", args=["dampf"])).status_code == 404

    def test_every_page_leads_to_its_own_help(self, client):
        page = client.get(reverse("account_signup")).content.decode()
        assert f'hx-get="{reverse("help:page", args=["konto-anlegen"])}"' in page
        assert 'id="help"' in page

    def test_a_page_without_its_own_leads_to_all(self, client):
        page = client.get(reverse("help:contents")).content.decode()
        assert f'href="{reverse("help:contents")}"' in page
        assert 'id="help"' not in page

    def test_all_can_be_searched(self, client):
        page = client.get(reverse("help:contents"), {"q": "passkey"}).content.decode()
        assert "Zweiter Faktor" in page
        assert "Wiedervorlage" not in page
        nothing = client.get(reverse("help:contents"), {"q": "<b>"}).content.decode()
        assert "0 Seiten mit „&lt;b&gt;“" in nothing


class TestTheHandbook:
    def test_has_a_chapter_for_each_page_with_its_headings_and_lists(self):
        page = HelpPage("kapitel", "Titel", (), TEXT)
        contents, chapter, said, part, listed = handbook.as_document([page]).blocks
        assert isinstance(chapter, Heading)
        assert (chapter.text, chapter.level, chapter.key) == ("Titel", 1, "kapitel")
        assert isinstance(said, Paragraph)
        assert said.line.text == "Ein wichtiger Satz."
        assert [span.text for span in said.line.spans if span.strong] == ["wichtiger"]
        assert (part.text, part.level) == ("Teil", 2)
        assert isinstance(listed, Items)
        assert [item[0].text for item in listed.items] == ["eins", "zwei"]
        assert listed.ordered
        assert contents.title == "Inhalt"

    @pytest.mark.django_db
    def test_is_a_pdf_with_everything_that_waits_for_whoever_asks(self, client):
        address = reverse("help:handbook")
        assert "/login/" in client.get(address).url
        client.force_login(UserFactory())
        prepare_handbook()
        response = client.get(address)
        prepare_handbook()
        assert client.get(address).content == response.content
        assert response["Content-Type"] == "application/pdf"
        printed = PdfReader(io.BytesIO(response.content)).pages
        text = "".join(page.extract_text() for page in printed)
        assert all(page.title in " ".join(text.split()) for page in PAGES)
