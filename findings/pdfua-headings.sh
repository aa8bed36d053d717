#!/usr/bin/env bash
# pdfua 0.1.3 cannot apply its rule UA-14-001 (headings are not empty) to a heading whose /K is an array, which is how
# most writers do it: pikepdf.Array has no attribute `is_integer`, and pikepdf answers getattr(array, name, default)
# with ValueError instead of AttributeError, so the default never counts. The rule is skipped by the exception, the
# report has no finding, and the command says PASS and exits with 0. No pikepdf helps: 8.4.0, 9.11.0 and 10.18.0 behave alike.
# Seen with Python 3.11. Fails when that changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
for version in 8.4.0 10.18.0; do
    "$folder/env/bin/pip" install -q pdfua==0.1.3 "pikepdf==$version"
    "$folder/env/bin/python" - "$folder/tagged.pdf" <<'PYTHON'
import sys

import pikepdf
from pdfua import validate
from pikepdf import Array, Dictionary, Name

pdf = pikepdf.new()
page = pdf.add_blank_page()
page.Contents = pdf.make_stream(b"/H1 <</MCID 0>> BDC EMC")
root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
heading = Dictionary(Type=Name.StructElem, S=Name.H1, P=root, Pg=page.obj, K=Array([0]))
root.K = Array([pdf.make_indirect(heading)])
pdf.Root.StructTreeRoot = root
pdf.save(sys.argv[1])
(outcome,) = [one for one in validate(sys.argv[1]).outcomes if one.rule_id == "UA-14-001"]
print("pikepdf", pikepdf.__version__, "findings:", outcome.findings, "skipped:", outcome.skipped_reason)
assert not outcome.findings and "ValueError" in outcome.skipped_reason
PYTHON
done
echo "As described."
