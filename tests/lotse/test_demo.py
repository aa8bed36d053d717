"""The demo: organisations that differ, made by one command, and the report of one of them."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pypdf import PdfReader

from checks.domain.check_state import CheckState
from checks.forms.catalogue_file import DEFAULT_CATALOGUE
from checks.models import Check
from lotse.demo.content import CARE_ASSOCIATION, COUNSELLING, DEMOS, PASSWORD, SIGN_INS
from lotse.reports.models import ReportFile
from measures.domain.prioritising import ranked_list
from measures.models import DeclinedSuggestion
from organisations import tenancy
from organisations.models import Invitation, Membership, Organisation, User
from tests.factories import InvitationFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue():
    """The default catalogue, published."""
    call_command("import_catalogue", str(DEFAULT_CATALOGUE), verbosity=0)


def organisation(demo):
    return Organisation.objects.get(slug=demo.slug)


class TestTheCommand:
    def test_makes_organisations_that_differ(self, catalogue, client, capsys):
        call_command("demo")
        assert CARE_ASSOCIATION.name in capsys.readouterr().out
        running, finished = [], []
        for demo in DEMOS:
            with tenancy.activate(organisation(demo)):
                running.append(Check.objects.running().count())
                finished.append(Check.objects.finished().count())
        assert (sum(running), sum(finished)) == (1, 3)
        with tenancy.activate(organisation(COUNSELLING)):
            assert not Check.objects.exists()
        with tenancy.activate(organisation(CARE_ASSOCIATION)):
            rows = ranked_list(organisation(CARE_ASSOCIATION))
            assert not any(row.is_provisional for row in rows)
            assert {row.measure.status for row in rows} >= {
                "idea",
                "planned",
                "in_progress",
                "done",
            }
            assert DeclinedSuggestion.objects.count() == 2
            assert ReportFile.objects.filter(format="pdf").count() == 1
            check = Check.objects.finished().first()
            assert CheckState(check).requirements

        for email, _ in SIGN_INS:
            client.post("/konto/login/", {"login": email, "password": PASSWORD})
            assert client.session.get("_auth_user_id"), email
            client.logout()

    def test_again_makes_them_anew_and_touches_nothing_else(self, catalogue):
        mine = MembershipFactory()
        call_command("demo", verbosity=0)
        Organisation.objects.filter(slug=COUNSELLING.slug).update(name="Verändert")
        people = User.objects.count()
        call_command("demo", verbosity=0)
        assert organisation(COUNSELLING).name == COUNSELLING.name
        assert User.objects.count() == people
        with tenancy.activate(mine.organisation):
            assert Membership.objects.get() == mine

    def test_where_lotse_is_hosted_makes_accounts_whose_password_nobody_knows(
        self, catalogue, settings, capsys
    ):
        """It leaves what their people did elsewhere, too, without their name."""
        call_command("demo", verbosity=0)
        person = User.objects.get(email=COUNSELLING.people[0].email)
        invitation = InvitationFactory(invited_by=person)
        membership = MembershipFactory(user=person)
        capsys.readouterr()
        settings.IS_HOSTED = True
        call_command("demo", "--yes")
        (password,) = set(re.findall(r" · (\S+) · ", capsys.readouterr().out))
        for email, _ in SIGN_INS:
            assert User.objects.get(email=email).check_password(password)
        assert password != PASSWORD
        connection.check_constraints()
        with tenancy.activate(invitation.organisation):
            assert Invitation.objects.get().invited_by is None
        with tenancy.activate(membership.organisation):
            assert not Membership.objects.exists()

    def test_leaves_a_place_alone_where_people_work(self, catalogue):
        MembershipFactory()
        call_command("demo", "--if-empty")
        assert Organisation.objects.count() == 1

    @pytest.mark.parametrize("answer", ["nein", "", "weiß nicht", None])
    def test_changes_nothing_where_lotse_is_hosted_unless_somebody_says_yes(
        self, catalogue, settings, monkeypatch, answer
    ):
        settings.IS_HOSTED = True
        said = "" if answer is None else f"{answer}\n"
        monkeypatch.setattr("sys.stdin", io.StringIO(said))
        with pytest.raises(CommandError, match="nichts geändert"):
            call_command("demo")
        assert not User.objects.exists()

    def test_needs_a_catalogue(self):
        with pytest.raises(CommandError, match="noch kein Fragenkatalog"):
            call_command("demo")


def elements(node: Any) -> Iterator[Any]:
    """Yield all structure elements of a tagged PDF below a node."""
    node = node.get_object()
    kids = node.get("/K", [])
    kids = kids.get_object() if hasattr(kids, "get_object") else kids
    for kid in kids if isinstance(kids, list) else [kids]:
        inner = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(inner, dict) and "/S" in inner:
            yield inner
            yield from elements(inner)


def headings(outline: list[Any]) -> list[str]:
    """Return the titles of all bookmarks."""
    found: list[str] = []
    for entry in outline:
        found += headings(entry) if isinstance(entry, list) else [entry.title]
    return found


def test_the_report_of_the_demo_reads_well_on_paper_and_aloud(catalogue):
    call_command("demo", verbosity=0)
    with tenancy.activate(organisation(CARE_ASSOCIATION)):
        document = PdfReader(io.BytesIO(bytes(ReportFile.objects.get(format="pdf").content)))
    pages = [page.extract_text() for page in document.pages]
    squeezed = ["".join(page.split()) for page in pages]
    number = len(pages)

    # The managing director reads one page; the contents follow on the second.
    for words in ("Wo wir stehen", "Die nächsten Maßnahmen", "Was dafür nötig ist"):
        assert words in pages[0]
    assert "Inhalt" not in pages[0]
    assert "Inhalt" in pages[1]

    # Every page says which one it is; from the second on, whose report it is.
    for position, page in enumerate(squeezed, start=1):
        assert f"Seite{position}von{number}" in page
    running = "".join(f"{CARE_ASSOCIATION.name} · Gesamtbericht".split())
    assert all(running in page for page in squeezed[1:])

    # The contents name the pages on which the chapters begin, and bookmarks lead there.
    chapters = [
        "Ergebnis des Checks",
        "Veränderung",
        "Anforderungen",
        "Systeme und Inseln",
        "Maßnahmen mit ihren Gründen",
        "Wie die Reihenfolge entsteht",
        "Wie der Reifegrad entsteht",
        "Alle Antworten",
        "Für Förderanträge",
    ]
    listed = {
        title: int(page) for title, page in re.findall(r"([A-Z][^.\n]+?)\s*[. ]{3,}(\d+)", pages[1])
    }
    assert list(listed) == chapters
    assert list(listed.values()) == sorted(listed.values())
    for title, page in listed.items():
        assert "".join(title.split()) in squeezed[page - 1]
    bookmarks = headings(document.outline)
    assert [title for title in bookmarks if title in chapters] == chapters

    # A screen reader finds headings in order, pictures with words, tables with their heads.
    root = document.trailer["/Root"]["/StructTreeRoot"]
    structure = list(elements(root))
    kinds = [str(element["/S"]) for element in structure]
    assert kinds.count("/H1") == 1
    levels = [int(kind[2]) for kind in kinds if re.fullmatch(r"/H\d", kind)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    figures = [element for element in structure if element["/S"] == "/Figure"]
    assert figures
    assert all(str(figure.get("/Alt", "")).strip() for figure in figures)
    map_of_systems = next(alt for figure in figures if "Inseln:" in (alt := str(figure["/Alt"])))
    assert map_of_systems.startswith("12 Systeme und 12 Verbindungen. Inseln: Dienstplan-Tabelle,")
    assert {"/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/Link"} <= set(kinds)
    cells = [element["/A"] for element in structure if element["/S"] == "/TD"]
    named = {str(element["/ID"]) for element in structure if element["/S"] == "/TH"}
    assert all({str(name) for name in cell["/Headers"]} <= named for cell in cells)
    assert all(cell["/Headers"] for cell in cells)
    assert document.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    assert all(page["/Tabs"] == "/S" for page in document.pages)
