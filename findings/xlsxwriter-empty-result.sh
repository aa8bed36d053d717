#!/bin/sh
# XlsxWriter 3.3.1: the stored result of a formula that comes to an empty text is written as
# <c><f>…</f><v></v></c>, without t="str" (ECMA-376 part 1, 18.3.1.4 and 18.18.11: without it a
# cell is a number). Any other text gets t="str". A reader takes the cell for a formula that was
# never calculated. Expected: t="str" for every text. Seen: none for "".
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check xlsxwriter==3.3.1
"$folder/venv/bin/python" - <<'PYTHON'
import io, sys, zipfile
import xlsxwriter

file = io.BytesIO()
book = xlsxwriter.Workbook(file, {"in_memory": True})
sheet = book.add_worksheet()
sheet.write_formula("A1", '=IF(1,"","x")', None, "")
sheet.write_formula("A2", '=IF(1,"y","x")', None, "y")
book.close()
part = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
empty, filled = (part[part.index(f'<c r="A{row}"'):].partition("</c>")[0] for row in (1, 2))
print(xlsxwriter.__version__, empty, filled, sep="\n")
sys.exit(0 if 't="str"' not in empty and "<v></v>" in empty and 't="str"' in filled else 1)
PYTHON
