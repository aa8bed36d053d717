"""The tags of PDFs, looked at by an independent eye; and that this eye sees what is broken."""

import io

import pikepdf
import pytest

from lotse.reports.domain.making import as_html
from lotse.reports.domain.typesetting import typeset
from tests.lotse.reports import readers
from tests.lotse.reports.tagtree import elements, faults
from tests.lotse.reports.test_document import document

BROKEN = {
    "no language": lambda pdf: pdf.Root.__delitem__("/Lang"),
    "not marked": lambda pdf: pdf.Root.__delitem__("/MarkInfo"),
    "does not show the title": lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"),
    "has no tags": lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"),
    "does not say PDF/UA-1": lambda pdf: pdf.Root.__delitem__("/Metadata"),
    "has no title": lambda pdf: pdf.docinfo.__delitem__("/Title"),
}


@pytest.fixture(scope="module")
def content():
    return typeset(as_html(document())).content


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def first(pdf, role):
    return next(element for element, found in elements(pdf) if found == role)


def test_a_document_with_every_kind_of_block_has_no_fault(content):
    assert faults(opened(content)) == []


def test_two_more_readers_find_no_fault_either(content):
    assert readers.faults(content) == []


def test_a_rule_that_a_reader_could_not_apply_is_a_fault(content):
    found = list(readers.found_by_pdfua(content, readers.default_registry()))
    assert [fault for fault in found if "was not applied" in fault]


def test_each_of_the_other_readers_sees_what_is_missing(content):
    pdf = opened(content)
    del first(pdf, "/Figure")["/Alt"]
    stored = io.BytesIO()
    pdf.save(stored)
    found = readers.faults(stored.getvalue())
    assert {fault.split(":")[0] for fault in found} >= {"page", "pdfua"}


def test_it_is_read_in_the_order_in_which_it_stands(content):
    roles = [role for _element, role in elements(opened(content))]
    assert roles.index("/H1") < roles.index("/H2") < roles.index("/Figure", roles.index("/H2"))
    assert {"/Table", "/TH", "/TD", "/L", "/LI", "/LBody", "/Link", "/H3"} <= set(roles)


def test_it_is_made_the_same_again(content):
    assert typeset(as_html(document())).content == content


def test_page_numbers_are_artifacts(content):
    pdf = opened(content)
    marks = [
        str(operands[0])
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0])
        if str(operator) == "BDC"
    ]
    assert "/Artifact" in marks


@pytest.mark.parametrize("said", BROKEN)
def test_the_eye_sees_what_is_missing_in_the_whole(content, said):
    pdf = opened(content)
    BROKEN[said](pdf)
    assert any(said in fault for fault in faults(pdf))


@pytest.mark.parametrize(
    ("said", "role", "key"),
    [
        ("a figure has no text", "/Figure", "/Alt"),
        ("does not say what it heads", "/TH", "/A"),
        ("pieces of content are in no element", "/P", "/K"),
        ("a link has no annotation", "/Link", "/K"),
    ],
)
def test_the_eye_sees_what_is_missing_in_a_tag(content, said, role, key):
    pdf = opened(content)
    del first(pdf, role)[key]
    assert any(said in fault for fault in faults(pdf))


def test_the_eye_sees_skipped_headings_lost_headers_and_uneven_rows(content):
    pdf = opened(content)
    first(pdf, "/H2").S = pikepdf.Name("/H4")
    table = first(pdf, "/Table")
    for element, role in list(elements(pdf)):
        if role == "/TH":
            element.S = pikepdf.Name("/TD")
    rows = [element for element, role in elements(pdf) if role == "/TR"]
    del rows[0].K[0]
    found = faults(pdf)
    assert table is not None
    for said in ("a heading skips", "a table has no headers", "not equally long"):
        assert any(said in fault for fault in found)


def test_the_eye_sees_what_is_in_the_wrong_place(content):
    pdf = opened(content)
    first(pdf, "/LBody").S = pikepdf.Name("/P")
    assert any("/LI holds /P" in fault for fault in faults(pdf))


def test_the_eye_sees_content_without_a_tag(content):
    pdf = opened(content)
    page = pdf.pages[0]
    extra = pdf.make_stream(b"BT (ungesagt) Tj ET")
    page.contents_add(extra)
    assert any("without a tag" in fault for fault in faults(pdf))


def test_the_eye_sees_fonts_that_are_not_embedded(content):
    pdf = opened(content)
    for font in pdf.pages[0].Resources.Font.values():
        for part in font.DescendantFonts:
            del part.FontDescriptor["/FontFile2"]
        del font["/ToUnicode"]
    found = faults(pdf)
    assert any("without embedding" in fault for fault in found)
    assert any("without its letters" in fault for fault in found)


def test_the_eye_sees_links_without_an_order(content):
    pdf = opened(content)
    page = next(page for page in pdf.pages if "/Annots" in page)
    if "/Tabs" in page:
        del page["/Tabs"]
    assert any("no order for them" in fault for fault in faults(pdf))


def test_the_eye_sees_tags_without_content(content):
    pdf = opened(content)
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(b"")
    assert any("are on no page" in fault for fault in faults(pdf))
