"""`make screenshots`: the pictures in README.md and on the tour, taken from a running Lotse.

Lotse runs as `make run` starts it, on a free port and with data of its own that is thrown away
afterwards. The pictures in `docs/bilder/` have few colours, so that they stay small.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import django
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

if TYPE_CHECKING:
    from lotse.demo.content import Demo

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "bilder"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDE, PHONE = {"width": 1100, "height": 720}, {"width": 344, "height": 700}
QUESTION = "check/frage/messages-internal/"
LARGEST = 100 * 1024
# The fewer colours, the smaller the file; the first that fits is taken.
COLOURS = (128, 64, 32, 16)
GAP = 34
BACKGROUND = "#e9e3d7"


def main() -> int:
    """Take all pictures. Return 0, or 1 when a program they need is missing."""
    chromium = os.environ.get("LOTSE_CHROMIUM") or next(
        filter(None, map(shutil.which, BROWSERS)), None
    )
    missing = [] if chromium else ["Chromium (Debian: apt install chromium)"]
    if not shutil.which("pdftoppm"):
        missing.append("pdftoppm (Debian: apt install poppler-utils)")
    if missing:
        print(f"Für die Bilder fehlt: {', '.join(missing)}.", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_lotse(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        take_pictures(browser, address, Path(folder))
        browser.close()
    return 0


def demo_content() -> ModuleType:
    """Return what the demo organisations consist of. No database is asked for it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "lotse.settings.local"
    os.environ["LOTSE_DATABASE_URL"] = "postgres://nobody@localhost/nothing"
    django.setup()
    from lotse.demo import content

    return content


@contextmanager
def running_lotse(data_dir: Path) -> Iterator[str]:
    """Run Lotse with its data in `data_dir` and yield its address.

    Raises SystemExit when it does not start; it has said why by then.
    """
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if key[:6] != "LOTSE_"}
    process = subprocess.Popen(
        [sys.executable, "-m", "lotse.embedded"],
        cwd=ROOT,
        env=environment | {"LOTSE_DATA_DIR": str(data_dir), "LOTSE_PORT": str(port)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if not any("Beenden mit" in line for line in process.stdout or ()):
            raise SystemExit(1)
        yield f"http://localhost:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def take_pictures(browser: Browser, address: str, folder: Path) -> None:
    """Visit the demo organisations and keep what the documents show."""
    content = demo_content()
    care, home = sign_in(browser, address, content.CARE_ASSOCIATION, content.PASSWORD)
    youth, club = sign_in(browser, address, content.YOUTH_CLUB, content.PASSWORD)

    keep("uebersicht", shot(care, home))
    result = care.locator("main a[href*='/ergebnis/']").first.get_attribute("href") or ""
    result = address + result.partition("#")[0]
    keep("frage", shot(youth, club + QUESTION))
    keep("massnahmen", shot(care, f"{home}massnahmen/", "#rows"))
    keep("ergebnis", shot(care, result, ".chart"))

    care.set_viewport_size(PHONE)
    youth.set_viewport_size(PHONE)
    phones = [shot(youth, club + QUESTION), shot(care, result, ".chart")]
    care.emulate_media(color_scheme="dark")
    phones.append(shot(care, f"{home}massnahmen/", "#rows"))
    keep("handy", side_by_side(phones))

    care.goto(f"{home}berichte/")
    care.get_by_role("link", name="Ansehen").first.click()
    with care.expect_download() as waiting:
        care.get_by_role("link", name="PDF herunterladen").click()
    keep("bericht", side_by_side(pages_of(waiting.value.path(), folder)))


def sign_in(browser: Browser, address: str, demo: Demo, password: str) -> tuple[Page, str]:
    """Return a browser window of the pilot of a demo organisation, and its home address."""
    context = browser.new_context(viewport=WIDE, locale="de-DE", reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/konto/login/")
    page.fill("input[name=login]", demo.people[0].email)
    page.fill("input[name=password]", password)
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**/o/{demo.slug}/")
    return page, page.url


def shot(page: Page, address: str, at: str = "") -> Image.Image:
    """Open an address, scroll to the element `at`, and return what the window shows."""
    page.goto(address)
    if at:
        page.locator(at).first.evaluate("element => element.scrollIntoView()")
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def pages_of(pdf: Path, folder: Path) -> list[Image.Image]:
    """Return the first pages of a PDF, as many as stand beside each other."""
    target = folder / "seite"
    subprocess.run(
        [shutil.which("pdftoppm") or "", "-png", "-l", "3", "-scale-to-x", str(PHONE["width"]),
         "-scale-to-y", "-1", str(pdf), str(target)],
        check=True,
    )  # fmt: skip
    return [Image.open(page).convert("RGB") for page in sorted(folder.glob("seite-*.png"))]


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """Return pictures of one height in a row on a calm ground."""
    height = max(picture.height for picture in pictures)
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) + 1)
    ground = Image.new("RGB", (width, height + 2 * GAP), BACKGROUND)
    left = GAP
    for picture in pictures:
        ground.paste(picture, (left, GAP))
        left += picture.width + GAP
    return ground


def keep(name: str, picture: Image.Image) -> None:
    """Write a picture to `docs/bilder/` in under 100 KB. Raises ValueError when it is too rich."""
    for colours in COLOURS:
        stream = io.BytesIO()
        few = picture.quantize(palette=chosen_colours(picture, colours), dither=Image.Dither.NONE)
        few.save(stream, "PNG", optimize=True)
        if len(stream.getvalue()) < LARGEST:
            (FOLDER / f"{name}.png").write_bytes(stream.getvalue())
            print(f"docs/bilder/{name}.png  {len(stream.getvalue()) // 1024} KB, {colours} Farben")
            return
    raise ValueError(f"{name}.png is larger than {LARGEST} bytes even with few colours")


def chosen_colours(picture: Image.Image, number: int) -> Image.Image:
    """Return a palette: half of it the commonest colours, so that areas keep theirs exactly,
    half of it spread over all there are, so that small accents do not turn grey.
    """
    found = picture.getcolors(picture.width * picture.height) or []
    common = [colour for _, colour in sorted(found, reverse=True)[: number // 2]]
    spread = picture.quantize(number // 2, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*(part for colour in common for part in colour), *spread])
    return palette


if __name__ == "__main__":
    sys.exit(main())
