"""The suite runs on settings and data of its own, whoever starts it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hasher

ROOT = Path(__file__).parents[2]


def test_tests_never_touch_the_data_of_make_run():
    assert settings.SETTINGS_MODULE == "lotse.settings.test"
    assert Path(settings.DATA_DIR) != ROOT / ".data"
    assert get_hasher().algorithm == "md5"


@pytest.mark.parametrize("chosen", ["lotse.settings.local", "lotse.settings.production"])
def test_other_settings_in_the_environment_change_nothing(chosen):
    here = f"{__file__}::test_tests_never_touch_the_data_of_make_run"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", here]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": chosen}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()
