#!/bin/sh
# openxml-audit 0.8.0: <w:numId w:val="0"/> at a paragraph is reported as a reference to a numbering
# definition that does not exist. ISO/IEC 29500-1, 17.9.18: the value 0 is never a reference, it
# takes a paragraph out of the numbering of its style. Microsoft's own validator accepts it.
# Expected: no finding. Seen: "Numbering definition '0' referenced but not found".
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    openxml-audit==0.8.0 python-docx==1.2.0
"$folder/venv/bin/python" - "$folder/file.docx" <<'PYTHON'
import sys
import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

file = docx.Document()
paragraph = file.add_paragraph("without a number", style="List Number")
numbering, number = OxmlElement("w:numPr"), OxmlElement("w:numId")
number.set(qn("w:val"), "0")
numbering.append(number)
paragraph._p.get_or_add_pPr().append(numbering)
file.save(sys.argv[1])
found = [one.description for one in OpenXmlValidator().validate(sys.argv[1]).errors]
print(*found, sep="\n")
sys.exit(0 if "Numbering definition '0' referenced but not found" in found else 1)
PYTHON
