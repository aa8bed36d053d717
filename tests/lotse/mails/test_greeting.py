"""All mails greet in one way."""

from pathlib import Path

TEMPLATES = Path(__file__).parents[3] / "templates"
# A page greets as well.
OTHERS = {"parts/greeting.txt", "checks/contribute/start.html"}


def test_every_mail_greets_by_the_one_template():
    greeting = {
        str(path.relative_to(TEMPLATES))
        for ending in ("txt", "html")
        for path in TEMPLATES.rglob(f"*.{ending}")
        if "Guten Tag" in path.read_text(encoding="utf-8")
    }
    assert greeting == OTHERS
