"""What a browser says of itself, in words that people recognise their device by."""

from __future__ import annotations

from django.utils.translation import gettext
from ua_parser import parse

# Names as people say them, where the parser says something else.
BROWSERS = {
    "Chrome Mobile": "Chrome",
    "Chrome Mobile iOS": "Chrome",
    "Chrome Mobile WebView": "Chrome",
    "Firefox Mobile": "Firefox",
    "Firefox iOS": "Firefox",
    "Mobile Safari": "Safari",
    "Mobile Safari UI/WKWebView": "Safari",
    "Edge Mobile": "Edge",
    "Opera Mobile": "Opera",
    "Samsung Internet": "Samsung Internet",
}
SYSTEMS = {"Mac OS X": "Mac", "Chrome OS": "Chromebook", "iOS": "iPhone"}


def device_of(user_agent: str) -> str:
    """Return for example „Firefox auf Windows“ for what a browser sends as `User-Agent`.

    Parts that are unknown are left out; without any the text says that it is unknown.
    """
    found = parse(user_agent)
    browser = (
        BROWSERS.get(found.user_agent.family, found.user_agent.family) if (found.user_agent) else ""
    )
    device = found.device.family if found.device else ""
    system = found.os.family if found.os else ""
    system = "iPad" if device == "iPad" else SYSTEMS.get(system, system)
    if browser and system:
        return gettext("%(browser)s auf %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("Unbekanntes Gerät")
