"""Files are known by what is in them, and harm is refused."""

import contextlib
import io
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from organisations.foreign_files.contents import (
    KINDS,
    UnknownContent,
    UnsafeContent,
    kind_of,
    safe_name,
)


def package(parts, compression=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def picture(kind):
    target = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(target, kind)
    return target.getvalue()


def office(part, **more):
    return package({"[Content_Types].xml": "<Types/>", part: "<x/>"} | more)


def open_document(kind):
    return package({"mimetype": KINDS[kind].media_type, "content.xml": "<x/>"})


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\nWorte\n%%EOF\n", "pdf"),
        (picture("PNG"), "png"),
        (picture("JPEG"), "jpeg"),
        (picture("WEBP"), "webp"),
        (office("word/document.xml"), "docx"),
        (office("xl/workbook.xml"), "xlsx"),
        (office("ppt/presentation.xml"), "pptx"),
        (open_document("odt"), "odt"),
        (open_document("ods"), "ods"),
        (open_document("odp"), "odp"),
        ("Drei Angebote für die Küche.".encode(), "text"),
        ("\ufeffName;Preis".encode(), "text"),
    ],
)
def test_what_people_keep_is_known(content, kind):
    assert kind_of(content) == kind
    assert kind in KINDS


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 ohne Ende",
        b"MZ\x90\x00 ein Programm",
        b"#!/bin/sh\nrm -rf",
        b"<html><script>alert(1)</script>",
        b"  <?xml version='1.0'?><svg/>",
        "Ümlaut".encode("latin-1"),
        picture("GIF"),
        picture("PNG")[:40],
        package({"irgendwas.txt": "x"}),
        package({"[Content_Types].xml": "<Types/>"}),
        package({"mimetype": "application/epub+zip", "content.xml": "<x/>"}),
        office("word/document.xml")[:-30],
        office("word/document.xml").replace(b"PK\x01\x02", b"PK\x01\x03"),
        picture("JPEG")[:-20],
        picture("WEBP")[:-10],
    ],
)
def test_everything_else_is_refused(content):
    with pytest.raises(UnknownContent):
        kind_of(content)


@pytest.mark.parametrize(
    "content",
    [
        office("word/document.xml", **{"word/vbaProject.bin": "x"}),
        package({"mimetype": "x", "content.xml": "x", "Basic/Standard/Modul.xml": "x"}),
    ],
)
def test_macros_are_refused(content):
    with pytest.raises(UnsafeContent):
        kind_of(content)


def test_what_says_that_it_is_huge_is_refused():
    with pytest.raises(UnsafeContent):
        kind_of(office("word/document.xml", **{"word/media/a": b"\0" * (61 * 1024 * 1024)}))


def test_a_container_of_very_many_files_is_refused_without_reading_their_names():
    with pytest.raises(UnsafeContent):
        kind_of(package({f"{number}": "" for number in range(2001)}))


def test_a_picture_of_many_pixels_is_looked_at_and_not_opened():
    target = io.BytesIO()
    Image.new("L", (9000, 9000)).save(target, "PNG")
    tracemalloc.start()
    assert kind_of(target.getvalue()) == "png"
    assert tracemalloc.get_traced_memory()[1] < 1024 * 1024
    tracemalloc.stop()


@given(
    st.binary(max_size=400)
    | st.builds(lambda rest: b"PK\x03\x04" + rest, st.binary(max_size=400))
    | st.builds(lambda rest: b"\x89PNG\r\n\x1a\n" + rest, st.binary(max_size=400))
    | st.builds(
        lambda place, byte: (
            office("word/document.xml")[:place]
            + bytes([byte])
            + office("word/document.xml")[place + 1 :]
        ),
        st.integers(0, 300),
        st.integers(0, 255),
    )
)
def test_nothing_breaks_it(content):
    with contextlib.suppress(UnknownContent, UnsafeContent):
        assert kind_of(content) in KINDS


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("Angebot Süd.pdf", "pdf", "Angebot Süd.pdf"),
        ("C:\\Users\\a\\Plan.PDF", "pdf", "Plan.pdf"),
        ("../../etc/passwd", "text", "passwd.txt"),
        ("seite.html", "text", "seite.html.txt"),
        ("bild.JPEG", "jpeg", "bild.jpeg"),
        ('a"b\r\nc<d>.txt', "text", "a_b_c_d_.txt"),
        (".txt", "text", "datei.txt"),
        ("", "pdf", "datei.pdf"),
        ("x" * 300 + ".csv", "text", "x" * 130 + ".csv"),
    ],
)
def test_names_are_made_safe_and_end_as_the_content_is(name, kind, safe):
    assert safe_name(name, kind) == safe
