"""How many words stand on the twenty most used pages of a running demo.

`python -m scripts.words http://localhost:8000` prints a table. `--save FILE` keeps the figures,
`--before FILE` compares them with those kept earlier. What counts is what one sees without
opening anything: the main part of a page, without navigation and closed `<details>`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.screenshots import BROWSERS, demo_content, sign_in

# Of each text in the main part: whether one sees it, and how many words it has.
COUNT = r"""() => {
  const main = document.querySelector("main");
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const hidden = "nav, .visually-hidden, textarea, option:not(:checked), script, noscript";
  let words = 0;
  while (walker.nextNode()) {
    const around = walker.currentNode.parentElement;
    const shown = around.closest("option")?.closest("select") ?? around;
    if (around.closest(hidden) || !shown.checkVisibility({ visibilityProperty: true })) continue;
    words += walker.currentNode.data.split(/\s+/).filter(part => /[\p{L}\p{N}]/u.test(part)).length;
  }
  return words;
}"""
LINKS = "links => links.map(link => link.pathname)"
WIDE = {"width": 1280, "height": 900}
NOBODY, NEW, HALFWAY, FAR = "niemand", "am Anfang", "mitten im Check", "mit Ergebnis"
# Who opens which path: from the root, or behind the organisation's own. „>“ stands before a part
# of the path of the link that is followed from there; # is any number.
PAGES = [
    ("Startseite", NOBODY, "/"),
    ("Konto anlegen", NOBODY, "/konto/signup/"),
    ("Organisation anlegen", NEW, "/organisationen/neu/"),
    ("Übersicht am Anfang", NEW, ""),
    ("Check beginnen", NEW, "check/"),
    ("Frage", HALFWAY, "check/frage/messages-internal/"),
    ("Kolleg:innen fragen", HALFWAY, "check/kolleginnen/fragen/"),
    ("Übersicht", FAR, ""),
    ("Ergebnis", FAR, "check/ > /ergebnis/"),
    ("Beauftragung", FAR, "beauftragung/"),
    ("Systeme", FAR, "systeme/"),
    ("Anforderungen", FAR, "anforderungen/"),
    ("Maßnahmen", FAR, "massnahmen/"),
    ("Eine Maßnahme", FAR, "massnahmen/ > /massnahmen/#/"),
    ("Wie die Reihenfolge entsteht", FAR, "massnahmen/reihenfolge/"),
    ("Runden", FAR, "massnahmen/runden/"),
    ("Wiedervorlage", FAR, "wiedervorlage/"),
    ("Berichte", FAR, "berichte/"),
    ("Team", FAR, "team/"),
    ("Mein Konto", FAR, "/konto/"),
]


def main() -> int:
    """Count, print, and keep what was counted where that is asked for."""
    arguments = _arguments()
    with sync_playwright() as playwright:
        chromium = os.environ.get("LOTSE_CHROMIUM") or next(
            filter(None, map(shutil.which, BROWSERS)), None
        )
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        found = count(browser, arguments.address.rstrip("/"))
        browser.close()
    before = json.loads(arguments.before.read_text()) if arguments.before else {}
    print_table(found, before)
    if arguments.save:
        arguments.save.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="where the demo runs, such as http://localhost:8000")
    parser.add_argument("--save", type=Path, help="a file to keep the figures in")
    parser.add_argument("--before", type=Path, help="a file with earlier figures")
    return parser.parse_args()


def count(browser: Browser, address: str) -> dict[str, int]:
    """Return the number of words on each page."""
    content = demo_content()
    visitors = {NOBODY: (browser.new_context(viewport=WIDE, locale="de-DE").new_page(), "")}
    demos = {NEW: content.COUNSELLING, HALFWAY: content.YOUTH_CLUB, FAR: content.CARE_ASSOCIATION}
    for who, demo in demos.items():
        visitors[who] = sign_in(browser, address, demo, content.PASSWORD)
    found = {}
    for name, who, path in PAGES:
        page, home = visitors[who]
        page.set_viewport_size(WIDE)
        _go(page, address, home, path)
        found[name] = page.evaluate(COUNT)
    return found


def _go(page: Page, address: str, home: str, path: str) -> None:
    """Open a page, or the one it leads to. Raises SystemExit where there is none."""
    start, _, link = path.partition(" > ")
    answer = page.goto(address + start if start.startswith("/") else home + start)
    if link:
        for target in page.locator("main a[href]").evaluate_all(LINKS):
            if link in re.sub(r"\d+", "#", target):
                answer = page.goto(address + target)
                break
    if answer is None or not answer.ok:
        raise SystemExit(f"{page.url}: {answer and answer.status}")


def print_table(found: dict[str, int], before: dict[str, int]) -> None:
    """Print the words on each page and all together, beside those counted earlier."""
    for name, words in [*found.items(), ("Zusammen", sum(found.values()))]:
        line = f"{name:<30}{words:>7}"
        earlier = before.get(name, sum(before.values()) if name == "Zusammen" else 0)
        if earlier:
            line += f"{earlier:>9}{(words - earlier) / earlier:>+9.0%}"
        print(line)


if __name__ == "__main__":
    sys.exit(main())
