"""A document in all its formats: what stands in each, and that equal ones give equal bytes."""

import base64
import io
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import docx
import pytest
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from lotse.reports.document.html import body
from lotse.reports.document.model import (
    Box,
    Column,
    Contents,
    Document,
    Figure,
    Figures,
    Heading,
    Items,
    Line,
    Logo,
    Look,
    Sheet,
    Signature,
    Signatures,
    Span,
    Table,
    as_json,
    cell,
    from_json,
    items,
    line,
    paragraph,
    small,
    strong,
)
from lotse.reports.document.word import as_word
from lotse.reports.document.workbook import as_workbook
from lotse.reports.domain.making import as_html
from lotse.reports.domain.typesetting import typeset
from organisations.domain.packages import parts_of, zipped
from tests.ooxml import schema_faults

NASTY = 'Tom & „Jerry“ <script>alert("x")</script>\x0b'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 0h9"/></svg>'


def logo():
    stored = io.BytesIO()
    Image.new("RGB", (90, 40), "#0f6a70").save(stored, "PNG")
    return Logo("image/png", base64.b64encode(stored.getvalue()).decode(), 90, 40)


def document(**changes):
    """A document with every kind of block."""
    content = {
        "title": f"Bericht {NASTY}",
        "headline": "Verein Muster",
        "description": "Alles, was vorkommt",
        "organisation": "Verein Muster",
        "made_at": datetime(2026, 3, 1, 12, 30, tzinfo=UTC),
        "running": "Verein Muster · Bericht",
        "opening": (line("Bericht", look=Look.EYEBROW), line("von Pia", look=Look.BYLINE)),
        "blocks": (
            Heading("Vorab"),
            Box((line("Im Ganzen:", strong("gut.")),), "39", "von 100"),
            Box((line("ohne Zahl"),)),
            Contents("Inhalt"),
            Heading("Ergebnis", key="ergebnis", new_page=True),
            Figures((Figure(SVG, "Ein Strich", 130),)),
            Figures((Figure(SVG, "Klein", 46, "Erstes"), Figure(SVG, "Auch klein", 0, "Zweites"))),
            Heading("Im Einzelnen", level=2),
            paragraph("Wort", NASTY, "", strong("fett")),
            items("eins", cell(line("zwei", look=Look.TITLE), small("klein")), "drei\nvier"),
            Items((cell("erst"), cell("dann", small("später"))), ordered=True),
            Table(
                "Werte",
                (Column("Was", width=40), Column("Zahl", number=True, width=10), Column("Wozu")),
                (
                    (
                        cell("A"),
                        cell(1),
                        cell(line("x", look=Look.ITEM), line("y", look=Look.ITEM)),
                    ),
                    (cell("B"), cell(2), cell()),
                ),
            ),
            Table("Ohne Kopf", (Column("Was"), Column("Wie")), ((cell("a"), cell("b")),), 0, False),
            Signatures(
                "Unterschriften",
                (Signature("Hier", "Dana", "heute"), Signature("Da", "")),
                "Ort, Datum",
                "Unterschrift",
            ),
        ),
        "closing": (small("Ende"),),
        "sheets": (
            Sheet(
                "Werte",
                ("Was", "Zahl", "Tag"),
                (("=1+1", 5, date(2026, 3, 1)), (NASTY, None, None)),
            ),
            Sheet("Leer", ("Was",), ()),
        ),
        "logo": logo(),
    }
    return Document(**(content | changes))


def test_a_document_that_was_kept_is_the_same_document():
    assert from_json(as_json(document())) == document(sheets=())


def test_something_else_is_not_taken_for_a_document():
    with pytest.raises(ValueError, match="title"):
        from_json(b'{"headline": "x"}')


def test_lines_leave_out_what_is_empty():
    assert line("a", "", strong("b")) == Line((Span("a"), Span(" "), Span("b", strong=True)))
    assert line("a", "", strong("b")).text == "a b"
    assert cell("", line(), "a") == (line("a"),)


class TestHtml:
    def test_escapes_what_people_wrote(self):
        html = body(document())
        assert "<script>" not in html
        assert "&lt;script&gt;" in html

    def test_keeps_to_the_order_of_headings_and_names_chapters(self):
        html = body(document())
        assert html.index("<h1>") < html.index("<h2>") < html.index("<h3>")
        assert '<h2 id="ergebnis" class="chapter new-page">' in html
        assert '<a href="#ergebnis">Ergebnis</a>' in html

    def test_describes_pictures_and_heads_tables(self):
        html = body(document())
        assert 'alt="Ein Strich"' in html
        assert 'alt="Logo: Verein Muster"' in html
        assert '<th scope="col" class="number">Zahl</th>' in html
        assert '<th scope="row">A</th>' in html
        assert "<caption>Werte</caption>" in html
        assert "<ul><li>x</li><li>y</li></ul>" in html

    def test_does_without_logo_and_last_words(self):
        html = body(document(logo=None, closing=()))
        assert 'class="logo"' not in html
        assert 'class="closing"' not in html


class TestWord:
    def test_opens_again_with_styles_heads_and_texts(self):
        file = docx.Document(io.BytesIO(as_word(document())))
        styles = {one.text: one.style.name for one in file.paragraphs}
        assert styles["Verein Muster"] == "Title"
        assert styles["Ergebnis"] == "Heading 1"
        assert styles["Im Einzelnen"] == "Heading 2"
        assert styles["eins"] == "List Bullet"
        assert "Ein Strich" in styles
        assert "1.\terst" in styles
        assert file.core_properties.author == "Verein Muster"
        boxes = [one for one in file.tables if "39 von 100" in one.cell(0, 0).text]
        assert boxes
        values = next(one for one in file.tables if one.cell(0, 0).text == "Was")
        assert [one.text for one in values.rows[1].cells] == ["A", "1", "– x\n– y"]
        xml = values._tbl.xml
        assert "<w:tblHeader/>" in xml
        assert '<w:tblCaption w:val="Werte"/>' in xml
        assert 'descr="Logo: Verein Muster"' in file.element.xml

    @pytest.mark.parametrize("month", [1, 7])
    def test_was_made_when_it_says_so_in_utc(self, month):
        made_at = datetime(2027, month, 15, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))
        about = docx.Document(io.BytesIO(as_word(document(made_at=made_at)))).core_properties
        assert about.created == about.modified == made_at

    def test_says_what_it_is_and_nothing_of_a_template(self):
        parts = parts_of(as_word(document(title="Bericht")))
        about = docx.Document(io.BytesIO(as_word(document(title="Bericht")))).core_properties
        assert (about.title, about.author, about.language) == ("Bericht", "Verein Muster", "de")
        assert b"<Application>Lotse</Application>" in parts["docProps/app.xml"]
        assert not {name for name in parts if "thumbnail" in name or "customXml" in name}

    def test_is_german_and_counts_pages(self):
        parts = parts_of(as_word(document()))
        styles = parts["word/styles.xml"].decode()
        feet = [part.decode() for name, part in parts.items() if "footer" in name]
        assert 'w:lang w:val="de-DE"' in styles
        assert feet
        for foot in feet:
            assert 'w:instr="PAGE"' in foot
            assert 'w:instr="NUMPAGES"' in foot

    def test_has_a_table_of_contents_that_word_can_make_anew(self):
        chapters = (
            Contents("Inhalt"),
            Heading("Eins & zwei", key="eins"),
            Heading("Drei", key="drei"),
        )
        content = as_word(document(blocks=chapters), {"eins": 2, "drei": 14})
        body = docx.Document(io.BytesIO(content)).element.body
        codes = [*body.xpath("//w:instrText/text()"), *body.xpath("//w:fldSimple/@w:instr")]
        assert [code.split()[0] for code in codes] == ["TOC", "PAGEREF", "PAGEREF"]
        marked = codes[0].split()[-1]
        entries = body.xpath("//w:hyperlink")
        told = ["".join(entry.xpath(".//w:t/text()")) for entry in entries]
        assert told == ["Eins & zwei2", "Drei14"]
        for entry, title in zip(entries, ("Eins & zwei", "Drei"), strict=True):
            (mark,) = body.xpath(f"//w:bookmarkStart[@w:name='{entry.xpath('@w:anchor')[0]}']")
            assert mark.getparent().xpath("string(.)") == title
            assert f" {entry.xpath('@w:anchor')[0]} " in entry.xpath(".//@w:instr")[0]
        # What Word takes in lies between the marks: both chapters and nothing before them.
        begin = f"w:bookmarkStart[@w:name='{marked}']"
        between = f"{begin}/following-sibling::w:p[w:pPr/w:pStyle[@w:val='Heading1']]"
        assert [one.xpath("string(.)") for one in body.xpath(between)] == ["Eins & zwei", "Drei"]
        assert body.xpath(f"w:bookmarkEnd/@w:id = {begin}/@w:id")
        assert schema_faults(content, "docx") == []

    def test_names_the_page_on_which_a_chapter_begins_in_the_pdf(self):
        much = (paragraph("Ein Absatz."),) * 70
        blocks = (
            Contents("Inhalt"),
            Heading("Kurz", key="kurz"),
            *much,
            Heading("Später", key="spaeter", new_page=True),
        )
        whole = document(blocks=blocks)
        done = typeset(as_html(whole))
        said = [page.extract_text() for page in PdfReader(io.BytesIO(done.content)).pages]
        begin = [
            str(max(n for n, text in enumerate(said, 1) if one in text))
            for one in ("Kurz", "Später")
        ]
        assert begin[0] < begin[1]
        body = docx.Document(io.BytesIO(as_word(whole, done.places))).element.body
        assert body.xpath("//w:fldSimple[contains(@w:instr, 'PAGEREF')]//w:t/text()") == begin

    def test_does_without_a_logo(self):
        file = docx.Document(io.BytesIO(as_word(document(logo=None, closing=()))))
        assert "Logo" not in file.element.xml


class TestExcel:
    def test_opens_again_with_numbers_days_and_mere_text(self):
        book = load_workbook(io.BytesIO(as_workbook(document())))
        sheet = book["Werte"]
        assert [one.value for one in sheet[1]] == ["Was", "Zahl", "Tag"]
        assert sheet["A2"].value == "=1+1"
        assert sheet["A2"].data_type == "s"
        assert sheet["B2"].value == 5
        assert sheet["C2"].value == datetime(2026, 3, 1)
        assert "script" in sheet["A3"].value
        assert sheet.freeze_panes == "B2"
        assert book["Leer"].max_row == 1

    def test_of_a_document_without_data_says_what_it_is(self):
        book = load_workbook(io.BytesIO(as_workbook(document(sheets=()))))
        assert "Bericht" in book.worksheets[0]["A1"].value


@pytest.mark.parametrize("write", [as_word, as_workbook, as_json])
def test_equal_documents_give_equal_bytes(write):
    assert write(document()) == write(document())
    assert write(document()) != write(document(headline="Anders", sheets=()))


@pytest.mark.parametrize(
    "changes",
    [{}, {"logo": None, "closing": (), "sheets": ()}, {"blocks": (Contents("Inhalt"),)}],
)
@pytest.mark.parametrize(("write", "ending"), [(as_word, "docx"), (as_workbook, "xlsx")])
def test_files_keep_to_the_published_schemas(write, ending, changes):
    assert schema_faults(write(document(**changes)), ending) == []


def test_the_schemas_are_really_asked():
    """Words were once parted behind everything else in the settings."""
    parts = parts_of(as_word(document()))
    wrong = parts["word/settings.xml"].replace(b'<w:autoHyphenation w:val="true"/>', b"")
    parts["word/settings.xml"] = wrong.replace(
        b"</w:settings>", b'<w:autoHyphenation w:val="true"/></w:settings>'
    )
    (fault,) = schema_faults(zipped(parts.items()), "docx")
    assert "autoHyphenation" in fault
