"""The fire drill of docs/sichern.md, carried out word by word."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.embedded import copy_of

ROOT = Path(__file__).parents[2]
DRILL = (ROOT / "docs" / "sichern.md").read_text().partition("## Die Übung")[2]


@pytest.mark.xdist_group("embedded")
def test_everything_comes_back_as_the_document_says(demo_data):
    practice, clearing = re.findall(r"^```sh\n(.*?)^```$", DRILL, re.MULTILINE | re.DOTALL)
    with copy_of(demo_data) as folder:
        clean = {key: value for key, value in os.environ.items() if not key.startswith("LOTSE")}
        clean.pop("DJANGO_SETTINGS_MODULE", None)
        done = subprocess.run(
            ["sh", "-ec", f'{practice}\n{clearing}\ntest ! -e "$uebung"'],
            cwd=ROOT,
            env=clean | {"LOTSE_DATA_DIR": str(folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        from lotse.embedded import postgres

        postgres.stop(folder)
    assert done.returncode == 0, done.stderr
    (backed_up,) = re.findall(r"zip: ([\d.]+) Zeilen aus (\d+) Tabellen", done.stdout)
    (restored,) = re.findall(r"wieder da: ([\d.]+) Zeilen in (\d+) Tabellen", done.stdout)
    assert restored == backed_up
    assert "darunter 3 Organisationen" in done.stdout
