"""docs/kataloge.md: what it teaches is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from checks.domain.catalogue import Condition
from checks.domain.catalogue_lint import RULES as STRICT_RULES
from checks.forms.catalogue_file import FIELDS, FOUND, RULES, read_catalogue
from checks.forms.yaml_file import CatalogueError, YamlProblem
from checks.models import Catalogue

GUIDE = (Path(__file__).parents[3] / "docs" / "kataloge.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
SAID = " ".join(GUIDE.split())


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The complete example as a reader saves it."""
    whole = [text for text in EXAMPLES if re.search(r"^key: ", text, re.MULTILINE)]
    assert len(whole) == 1
    path = tmp_path / "mein-katalog.yaml"
    path.write_text(whole[0], encoding="utf-8")
    return path


def test_the_example_is_judged_as_the_guide_says(example, capsys):
    call_command("check_catalogue", str(example))

    said = capsys.readouterr().out.splitlines()
    assert said[0] in GUIDE
    assert said[1].startswith("Lesbarkeit")
    assert len(said) == 2, "the example itself reads well"


def second_version(example: Path) -> Path:
    """The second version that the guide tells of, as a reader changes the example."""
    text = example.read_text(encoding="utf-8")
    for before, after in {
        "version: 1": "version: 2",
        "Rückrufe bleiben manchmal liegen.": "Rückrufe dauern oft mehrere Tage.",
        "- key: reach-calendar": "- key: reach-appointment\n        formerly: [reach-calendar]",
        "reach-calendar: [0, 1, 2]": "reach-appointment: [0, 1, 2]",
        "          - {key: messenger, label: Messenger auf dem Handy}\n": "",
        "effort: {hours: 3, days: 14}": "effort: {hours: 5, days: 14}",
    }.items():
        assert before in text
        text = text.replace(before, after)
    path = example.with_name("version-2.yaml")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.django_db
def test_a_second_version_is_compared_as_the_guide_shows(example, capsys):
    changed = second_version(example)
    call_command("import_catalogue", str(example))
    capsys.readouterr()

    call_command("diff_catalogue", "kurzcheck-telefon:1", str(changed))

    said = capsys.readouterr().out
    assert said.startswith(
        "Kurzcheck Telefon und Termine (kurzcheck-telefon), Version 1 → Version 2\n"
    )
    assert f"```\n{said}```" in GUIDE


@pytest.mark.django_db
def test_the_example_can_be_published(example, capsys):
    call_command("import_catalogue", str(example))

    assert Catalogue.objects.filter(key="kurzcheck-telefon", version=1).count() == 1


def test_the_example_shows_conditions_choices_and_measures(example):
    document = read_catalogue(example)

    assert any(question.condition for question in document.questions)
    assert any(question.options for question in document.questions)
    assert document.templates


def test_the_conditions_in_the_guide_are_conditions():
    conditions = [
        yaml.safe_load(text)["condition"] for text in EXAMPLES if text[:10] == "condition:"
    ]

    assert len(conditions) == 2
    for condition in conditions:
        Condition.model_validate(condition)


def test_an_entry_that_is_broken_is_not_called_missing_too(example):
    example.write_text(example.read_text(encoding="utf-8").replace("reason: Jede", "raeson: Jede"))

    with pytest.raises(CatalogueError) as caught:
        read_catalogue(example)

    assert [str(problem) for problem in caught.value.problems] == [
        "mein-katalog.yaml, Zeile 64: Das Feld „raeson“ gibt es hier nicht. Meinten Sie „reason“?"
    ]


@pytest.mark.parametrize("field", [*FIELDS, "file"])
def test_every_field_is_explained(field):
    assert f"`{field}`" in GUIDE or f"`{field}:" in GUIDE


@pytest.mark.parametrize("message", [*RULES.values(), *FOUND.values()])
def test_every_message_about_a_field_is_explained(message):
    assert f"| {re.sub(r'{.*?}', '…', message)} |" in SAID


@pytest.mark.parametrize("rule", sorted(STRICT_RULES))
def test_every_rule_of_the_strict_check_is_explained(rule):
    assert f"\n| `{rule}` |" in GUIDE


def test_the_strict_check_says_of_the_example_what_the_guide_shows(example):
    warnings: list[YamlProblem] = []
    read_catalogue(example, warnings, is_strict=True)
    said = "".join(f"Hinweis: {warning}\n" for warning in warnings)
    assert f"```\n{said}```" in GUIDE
