"""Someone in front of a browser: what they do, and what must never happen meanwhile."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_core_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

PASSWORD = "ein-gutes-Passwort-2026"
DEMO_PASSWORD = "lotse-demo-2026"
WHOLE_CHECK = "Beginnen (Digitalisierungscheck für Kleinstorganisationen)"
# Cookies of those who signed in, by the address of the running Lotse and their own.
SESSIONS: dict[tuple[str, str], list[Any]] = {}
# The browser reports these answers as errors; they are how forms say that something is amiss. So
# does htmx where a newer request takes the place of one under way (`hx-sync="this:replace"`).
MEANT = re.compile(
    r"status of (401|403|404|409|410|422)|Response Status Error Code (409|422)"
    r"|htmx:(afterRequest|sendAbort),"
)

# Reads every page as it comes in and after every htmx answer, and reports what no person says.
READ_EVERYTHING = Path(__file__).with_name("unfinished_words.js")

# Colours have changed everywhere when the browser has painted again.
TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

# In the dark other colours are shown, everything else on a page is the same.
EVERYTHING: dict[str, object] = {"resultTypes": ["violations"]}
COLOURS = EVERYTHING | {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}


def app_code(secret: str, later: int = 0) -> str:
    """Return what an authenticator app shows, now or `later` steps of half a minute later."""
    step = int(time.time()) // 30 + later
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


class Visitor:
    """One person with a browser window of their own."""

    def __init__(
        self, browser: Browser, address: str, *, javascript: bool = True, width: int = 1280
    ) -> None:
        self.address = address
        self.javascript = javascript
        # Another server that belongs to the journey; what its pages load is its own affair.
        self.friends: tuple[str, ...] = ()
        self.amiss: list[str] = []
        self.context = browser.new_context(
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
            locale="de-DE",
        )
        self.context.set_default_timeout(10_000)
        self.context.add_init_script(path=READ_EVERYTHING)
        self.page = self.context.new_page()
        self._watch(self.page)

    def leave(self) -> None:
        """Close the window."""
        self.context.close()

    def second_tab(self) -> Page:
        """Open another tab and return it; what `Visitor` does goes on in the first."""
        page = self.context.new_page()
        self._watch(page)
        return page

    def _watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.amiss.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not MEANT.search(message.text):
            self.amiss.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        asked_by = request.headers.get("referer", "")
        is_known = request.url.startswith((f"{self.address}/", *self.friends))
        is_known |= asked_by.startswith(self.friends)
        if urlsplit(request.url).scheme in ("http", "https") and not is_known:
            self.amiss.append(f"foreign host: {request.url}")

    def meet_provider(self, address: str) -> None:
        """Let the journey lead over another server on this machine, and nowhere else."""
        self.friends = (address,)
        nothing = {"status": 200, "body": "", "headers": {"Access-Control-Allow-Origin": "*"}}
        self.context.route(re.compile(r"^https://"), lambda route: route.fulfill(**nothing))

    def _response(self, response: Response) -> None:
        if response.status >= 500:
            self.amiss.append(f"{response.status} from {response.url}")

    # --- What a person does -------------------------------------------------------------

    def goto(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.address + path)

    def click(self, name: str, *, exact: bool = False) -> None:
        """Click the first link or button called `name`."""
        self.control(name, exact=exact).click()

    def control(self, name: str, *, exact: bool = False) -> Locator:
        """Return the first link or button in the page that is called `name`."""
        link = self.page.get_by_role("link", name=name, exact=exact)
        return link.or_(self.page.get_by_role("button", name=name, exact=exact)).first

    def go_to(self, place: str) -> None:
        """Go to a place of the organisation by the menu that leads to all of them."""
        menu = self.page.locator(".places details.menu")
        menu.locator("summary").click()
        menu.get_by_role("link", name=place, exact=True).click()

    def fill(self, label: str, text: str) -> None:
        """Type `text` into the field called `label`."""
        self.page.get_by_label(label).first.fill(text)

    def choose(self, label: str) -> None:
        """Choose the radio button or checkbox called `label`."""
        self.page.get_by_label(label, exact=True).first.check()

    def sees(self, text: str) -> None:
        """Wait until `text` stands on the page."""
        expect(self.page.locator("body")).to_contain_text(text)

    @property
    def heading(self) -> str:
        """The heading of the page."""
        return self.page.locator("h1").inner_text()

    @property
    def path(self) -> str:
        """The path of the current address."""
        return urlsplit(self.page.url).path

    @property
    def home(self) -> str:
        """The address of the organisation at hand."""
        return "/".join(self.path.split("/")[:3]) + "/"

    def go_on(self, name: str = "Weiter") -> None:
        """Click a button of the check and wait until the next page stands there."""
        before = self.heading
        self.click(name, exact=True)
        expect(self.page.locator("h1")).not_to_have_text(before)

    def sign_up(self, name: str, email: str) -> None:
        """Register, confirm the address from the local outbox, and arrive signed in.

        The forms are sent without being shown; `type_sign_up` does the same by hand.
        """
        passwords = dict.fromkeys(("password1", "password2"), PASSWORD)
        self.send("/konto/signup/", name=name, email=email, **passwords)
        mail = self.link_on("/postausgang/", "/postausgang/[^/?]+/")
        self.send(self.link_on(mail, "/konto/confirm-email/[^/?]+/"))
        self.goto("/organisationen/")

    def type_sign_up(self, name: str, email: str) -> None:
        """Register as people do, page by page."""
        self.goto("/")
        self.click("Kostenlos beginnen")
        self.fill("Ihr Name", name)
        self.page.locator("input[name=email]").fill(email)
        self.page.locator("input[name=password1]").fill(PASSWORD)
        self.page.locator("input[name=password2]").fill(PASSWORD)
        self.page.locator("main form button[type=submit]").click()
        self.goto("/postausgang/")
        self.page.locator("main a[href^='/postausgang/']").first.click()
        self.page.locator("main a[href*='/konto/']").first.click()
        self.page.locator("main form button[type=submit]").first.click()

    def sign_in(self, email: str) -> str:
        """Come in with an account of the demo; return the address where the person arrives.

        Accounts sign in once, later journeys go on in the same session; `enter` types.
        """
        who = self.address, email
        if who in SESSIONS:
            self.context.add_cookies(SESSIONS[who])  # type: ignore[arg-type]
            self.goto("/organisationen/")
        if who not in SESSIONS or self.path.startswith("/konto/"):
            self.send("/konto/login/", login=email, password=DEMO_PASSWORD)
            SESSIONS[who] = self.context.cookies()
            self.goto("/organisationen/")
        assert self.path.startswith(("/o/", "/portfolio/")), self.path
        return self.path

    def send(self, path: str, **fields: str) -> None:
        """Send the form of a page as the browser would, without showing the page."""
        fields["csrfmiddlewaretoken"] = self.found_on(path, 'csrfmiddlewaretoken" value="(.+?)"')
        options: dict[str, Any] = {"form": fields, "headers": {"Referer": self.address + path}}
        answer = self.context.request.post(self.address + path, **options)
        assert answer.ok, f"{answer.status} from {answer.url}"
        assert urlsplit(answer.url).path != path, answer.text()

    def link_on(self, path: str, pattern: str) -> str:
        """Return the first path on a page that a pattern describes."""
        return self.found_on(path, f'href="[^"]*?({pattern})')

    def found_on(self, path: str, pattern: str) -> str:
        """Return what the group in a pattern stands for in the HTML of a page."""
        found = re.search(pattern, self.context.request.get(self.address + path).text())
        assert found, f"{pattern} is not on {path}"
        return found[1]

    def with_passkeys(self) -> None:
        """Let the device of this person make and show passkeys, as with a fingerprint."""
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def enter(self, email: str, password: str = DEMO_PASSWORD) -> None:
        """Send the sign-in form and stand on the page that follows."""
        self.goto("/konto/login/")
        self.page.locator("input[name=login]").fill(email)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url(re.compile(r"/(o/.*|2fa/authenticate/|organisationen/.*)$"))

    def leave_account(self) -> None:
        """Sign out."""
        self.goto("/konto/logout/")
        self.page.locator("main form button[type=submit]").click()
        self.page.wait_for_url(self.address + "/")

    def confirm_password(self, password: str = DEMO_PASSWORD) -> None:
        """Confirm on the page at hand that it is oneself."""
        self.page.locator("input[name=password]").fill(password)
        self.click("Bestätigen", exact=True)

    def set_up_app(self, password: str = DEMO_PASSWORD) -> str:
        """Set up an authenticator app, stand on the recovery codes, and return the secret."""
        self.goto("/konto/2fa/totp/activate/")
        if self.path.endswith("/reauthenticate/"):
            self.confirm_password(password)
        secret = self.page.locator(".secret").inner_text().replace(" ", "")
        self.page.locator("input[name=code]").fill(app_code(secret))
        self.click("App einrichten", exact=True)
        self.sees("Noch 10 von 10 unbenutzt")
        return secret

    def invitation_for(self, email: str) -> str:
        """Wait until the worker has put the mail for an address into the outbox; open it.

        Returns the path of its link.
        """
        mails = self.page.locator("main li", has_text=f"An {email},")
        mail = mails.filter(has_text="Einladung:").get_by_role("link")
        for _ in range(300):
            self.goto("/postausgang/")
            if mail.count():
                break
        mail.first.click()
        link = self.page.locator("main a[href*='/einladung/']").first.get_attribute("href")
        return urlsplit(str(link)).path

    def download(self, name: str, folder: Path) -> Path:
        """Click a link and return the file it downloads."""
        with self.page.expect_download() as waiting:
            self.click(name)
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    # --- What must hold on every page -----------------------------------------------------

    def findings(self) -> list[str]:
        """Return what axe finds on the page, in light and dark, each in a line."""
        assert self.javascript, "axe is a script: without JavaScript the browser waits for ever"
        found = []
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        for scheme, options in (("light", EVERYTHING), ("dark", COLOURS)):
            self.page.emulate_media(color_scheme=scheme)
            self.page.evaluate(TWO_FRAMES)
            result = self.page.evaluate("options => axe.run(options)", options)
            found += [
                f"{self.path} ({scheme}): {violation['id']}: {violation['help']}: "
                f"{violation['nodes'][0]['html'][:160]}"
                for violation in result["violations"]
            ]
        return found

    def is_wider_than_the_window(self) -> bool:
        """Whether one would have to scroll sideways."""
        self.page.wait_for_load_state("domcontentloaded")
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
