#!/bin/sh
# python-calamine 0.9.1: a cell that shows an error reads as an empty text, and rows and columns that are
# empty at the beginning of a sheet are not treated alike.
#
# Guessed: a reader of spreadsheets tells #DIV/0! apart from an empty cell, and „from the beginning“ means
# the same for rows and columns. Seen: both the error and the empty cell come as ''. `to_python` begins with
# the first cell that holds something; `iter_rows` keeps empty rows before it and drops empty columns before it.
# So a program that shows people the cells they typed has to look for errors and columns itself.
set -eu
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check python-calamine==0.9.1 XlsxWriter==3.3.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
import xlsxwriter
from python_calamine import load_workbook

book = xlsxwriter.Workbook("list.xlsx")
sheet = book.add_worksheet()
sheet.write("B2", "title")
sheet.write("C2", "points")
sheet.write("B3", "backup")
sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
sheet.write("B4", "calendar")
book.close()

read = load_workbook("list.xlsx").get_sheet_by_index(0)
whole, rows = read.to_python(skip_empty_area=True), list(read.iter_rows())
print("to_python:", whole)
print("iter_rows:", rows)
expected_whole = [["title", "points"], ["backup", ""], ["calendar", ""]]
same = whole == expected_whole and rows == [["", ""], *expected_whole]
print("as described" if same else "CHANGED")
sys.exit(0 if same else 1)
PYTHON
