"""How a device is called."""

import pytest

from organisations.domain.accounts import device_of

WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Firefox auf Windows",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/126.0.0.0",
            "Edge auf Windows",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 14; SM-S921B) {CHROME} Mobile Safari/537.36",
            "Chrome auf Android",
        ),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) {WEBKIT} "
            "Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari auf iPhone",
        ),
        (
            f"Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) {WEBKIT} "
            "Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari auf iPad",
        ),
        (
            f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/17.5 Safari/605.1",
            "Safari auf Mac",
        ),
        (
            f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36",
            "Chrome auf Chromebook",
        ),
        ("curl/8.5.0", "curl"),
        ("Mozilla/5.0 (Windows NT 10.0)", "Windows"),
        ("", "Unbekanntes Gerät"),
        ("\x00<script>" * 50, "Unbekanntes Gerät"),
    ],
)
def test_a_device_has_a_name_that_people_recognise(user_agent, device):
    assert device_of(user_agent) == device
