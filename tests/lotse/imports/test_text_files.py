"""CSV files as programs and people write them."""

import pytest

from lotse.imports.domain.reading import (
    NO_DELIMITER,
    CellTooLong,
    NotText,
    decode,
    guess_delimiter,
    read_file,
    read_text,
)


def rows_of(text):
    return read_file(text.encode())[1][0].rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_every_usual_encoding_and_delimiter_is_read(encoding, delimiter):
    lines = ["Maßnahme", "Fällig"], ["Größeres Büro", "31.12.2026"], ["Wiki – neu", "bald"]
    text = "\r\n".join(delimiter.join(line) for line in lines)
    kind, (sheet,) = read_file(text.encode(encoding))
    assert kind == "csv"
    assert sheet.rows == tuple(tuple(line) for line in lines)


def test_the_line_that_names_the_delimiter_is_believed():
    assert list(read_text(b"sep=,\r\na;b,c\r\n")) == [["a;b", "c"]]


def test_cells_may_hold_several_lines_and_guarded_formulas():
    text = 'Titel;Schritte\r\n\'=Summe;"eins\r\nzwei"\r\n'
    assert rows_of(text)[1] == ("=Summe", "eins\nzwei")


class TestOneColumn:
    def test_is_a_table_too(self):
        assert guess_delimiter("Titel\nKalender\n") == NO_DELIMITER
        assert rows_of("Titel\nKalender\n") == (("Titel",), ("Kalender",))

    def test_keeps_sentences_whole_that_hold_delimiters(self):
        lines = ("Maßnahme", "Telefonliste, WLAN und Drucker", "Schlüssel zählen; jetzt", "A, b, c")
        assert rows_of("\n".join(lines)) == tuple((line,) for line in lines)

    def test_is_one_where_the_header_is_unknown_as_well(self):
        lines = ("Zeug", "Telefon, Liste", "Backup, prüfen", "Schlüssel, zählen")
        assert rows_of("\n".join(lines)) == tuple((line,) for line in lines)


def test_titles_above_the_list_do_not_make_it_one_column():
    text = "Unsere Maßnahmen 2026\nAktivität;Kosten\nFax;1\nWiki;2\n"
    assert rows_of(text)[1:] == (("Aktivität", "Kosten"), ("Fax", "1"), ("Wiki", "2"))


def test_what_is_no_table_of_text_is_refused():
    for content in (b"<html></html>", b"%PDF-1.4", b"a\x00b", b"\xff\xfea", b"\x81\x8d"):
        with pytest.raises(NotText):
            decode(content)
    with pytest.raises(CellTooLong) as raised:
        list(read_text(b'a\n"' + b"a" * 200_000 + b'"'))
    assert raised.value.line == 2
    assert guess_delimiter("") == NO_DELIMITER
