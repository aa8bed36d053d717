"""A real LibreOffice, without windows and with a profile of its own that is thrown away."""

import io
import shutil
import subprocess

from openpyxl import load_workbook

# Without this setting LibreOffice shows stored results as they are, whatever the file asks for.
ALWAYS_CALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
           xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
    <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
  </item>
</oor:items>
"""


def libreoffice() -> str | None:
    """Return the path of LibreOffice with its spreadsheets, or None where there is none."""
    return shutil.which("localc") and shutil.which("soffice")


def converted(content, folder, ending, target):
    """Return a file that LibreOffice has opened and saved again as `target`."""
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(ALWAYS_CALCULATE)
    (folder / "in").mkdir(exist_ok=True)
    source = folder / "in" / f"datei.{ending}"
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [libreoffice(), profile, "--headless", "--convert-to", target]
    subprocess.run(
        [*command, "--outdir", str(folder), str(source)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / f"datei.{target}").read_bytes()


def recalculated(content, folder):
    """Return an Excel file as LibreOffice calculates it, with values where formulas are."""
    done = converted(content, folder, "xlsx", "xlsx")
    return load_workbook(io.BytesIO(done), data_only=True)
