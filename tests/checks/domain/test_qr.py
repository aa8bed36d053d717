"""QR codes as SVG."""

import re
from xml.etree import ElementTree

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from checks.views.contribution_requests import QUIET, qr_code

TEXT = "https://lotse.example/beitrag/" + "a" * 43 + "/"


def test_a_code_has_every_dark_square_and_a_quiet_border():
    svg = ElementTree.fromstring(qr_code(TEXT, "Code & Link"))
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(TEXT)
    wanted = {
        (x + QUIET, y + QUIET)
        for y, row in enumerate(code.get_matrix())
        for x, dark in enumerate(row)
        if dark
    }
    squares = re.findall(r"M(\d+) (\d+)h1v1h-1z", svg[1].attrib["d"])
    assert {(int(x), int(y)) for x, y in squares} == wanted
    size = len(code.get_matrix()) + 2 * QUIET
    assert svg.attrib["viewBox"] == f"0 0 {size} {size}"
    assert svg.attrib["aria-label"] == "Code & Link"
