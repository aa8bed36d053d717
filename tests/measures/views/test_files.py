"""The pages of the files of a measure."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from measures.domain import files
from measures.models import MeasureFile
from organisations import tenancy
from tests.factories import MeasureFactory, MeasureFileFactory, MembershipFactory, StepFactory
from tests.measures.views.pages import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def measure(pilot):
    return MeasureFactory(organisation=pilot.organisation)


def send(client, measure, content=b"%PDF-1.7\n%%EOF", name="Angebot.pdf", **more):
    # Whatever the browser says of the type counts for nothing.
    file = SimpleUploadedFile(name, content, "text/html")
    return client.post(at(measure, "new_file"), {"file": file} | more)


def stored(measure):
    with tenancy.activate(measure.organisation):
        return list(MeasureFile.objects.select_related("step"))


def test_a_file_goes_up_and_comes_down_as_it_was(client, pilot, measure):
    step = StepFactory(organisation=pilot.organisation, measure=measure, text="Preise fragen.")
    assert "Preise fragen." in client.get(at(measure, "new_file")).content.decode()
    response = send(client, measure, name="Angebot „Süd“.pdf", step=step.pk)
    assert response.url == at(measure, "detail") + "#files"
    [file] = stored(measure)
    page = client.get(at(measure, "detail")).content.decode()
    assert "Angebot _Süd_.pdf" in page
    assert "zu „Preise fragen.“" in page
    response = client.get(at(measure, "file", measure_file_id=file.pk))
    assert response.content == b"%PDF-1.7\n%%EOF"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; ")
    assert "no-store" in response["Cache-Control"]
    assert client.head(at(measure, "file", measure_file_id=file.pk)).status_code == 200


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "Diese Datei ist leer."),
        (b"MZ\x90\x00", "Diese Art von Datei nimmt Lotse nicht an"),
        (b"x" * (5 * 1024 * 1024 + 1), "Diese Datei ist zu groß"),
    ],
)
def test_what_is_refused_is_refused_in_words(client, measure, content, error):
    response = send(client, measure, content)
    assert response.status_code == 422
    assert error in response.content.decode()
    assert stored(measure) == []


def test_macros_are_refused_in_words(client, measure):
    from tests.organisations.foreign_files.test_contents import office

    content = office("word/document.xml", **{"word/vbaProject.bin": "x"})
    assert "enthält Makros" in send(client, measure, content).content.decode()


def test_without_a_file_or_with_a_strange_step_nothing_happens(client, measure):
    response = client.post(at(measure, "new_file"))
    assert response.status_code == 422
    assert "Bitte wählen Sie eine Datei." in response.content.decode()
    other = StepFactory(organisation=measure.organisation)
    response = send(client, measure, step=other.pk)
    assert "Das gibt es hier nicht." in response.content.decode()


def test_without_room_it_says_what_helps(client, measure, monkeypatch):
    monkeypatch.setattr(files, "MOST_TOGETHER", 3)
    response = send(client, measure)
    assert response.status_code == 422
    assert "Dafür ist kein Platz mehr" in response.content.decode()


def test_a_removed_file_can_be_taken_back(client, measure):
    file = MeasureFileFactory(organisation=measure.organisation, measure=measure)
    url = at(measure, "remove_file", measure_file_id=file.pk)
    assert client.post(url).url == at(measure, "detail") + "#files"
    assert stored(measure) == []
    assert client.get(at(measure, "file", measure_file_id=file.pk)).status_code == 404
    back = at(measure, "take_file_back", measure_file_id=file.pk)
    page = client.get(at(measure, "detail")).content.decode()
    assert f"„{file.name}“ ist entfernt." in page
    assert f'action="{back}"' in page
    assert client.post(back).url == at(measure, "detail") + "#files"
    assert client.post(back).status_code == 302
    assert [bytes(one.content) for one in stored(measure)] == [bytes(file.content)]


def test_members_are_not_offered_what_was_removed(client, measure):
    MeasureFileFactory(
        organisation=measure.organisation, measure=measure, removed_at=timezone.now()
    )
    member = MembershipFactory(organisation=measure.organisation, role="member")
    client.force_login(member.user)
    assert "ist entfernt" not in client.get(at(measure, "detail")).content.decode()


def test_files_of_others_do_not_exist(client, measure):
    same_house = MeasureFileFactory(organisation=measure.organisation)
    for file in (same_house, MeasureFileFactory()):
        url = at(measure, "file", measure_file_id=file.pk)
        assert client.get(url).status_code == 404
    client.force_login(MembershipFactory().user)
    url = at(same_house.measure, "file", measure_file_id=same_house.pk)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("number", [1, 50])
def test_a_measure_takes_as_many_queries_with_one_file_as_with_fifty(
    client, measure, number, django_assert_num_queries
):
    for _ in range(number):
        MeasureFileFactory(organisation=measure.organisation, measure=measure)
    client.get(at(measure, "detail"))
    with django_assert_num_queries(18) as queries:
        client.get(at(measure, "detail"))
    assert not any('"measures_measurefile"."content"' in one["sql"] for one in queries)
