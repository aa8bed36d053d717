"""What people upload is read in a process of its own, which may take only so much."""

import io
import logging
import time
import zipfile

import pytest

from organisations.foreign_files.apart import read_apart
from organisations.foreign_files.child import as_json, main
from organisations.foreign_files.reading import (
    BROKEN,
    MEGABYTE,
    TOO_LARGE,
    TOO_SLOW,
    FileRefused,
    check_container,
)
from organisations.foreign_files.wording import refusal_in_words
from tests.organisations.foreign_files import readers


def reason(reader, *arguments, content=b"", **limits):
    with pytest.raises(FileRefused) as refused:
        read_apart(reader, content, *arguments, **limits)
    return refused.value.reason


def container(parts, compression=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


class TestReading:
    def test_returns_what_the_reader_returns(self):
        found = read_apart(readers.count, b"12345", "ü")
        assert found == {"word": "ü", "size": 5, "bytes": b"\x00\xff", "list": [1, None, "ä"]}

    def test_takes_an_open_file_from_its_beginning(self, tmp_path):
        path = tmp_path / "datei"
        path.write_bytes(b"123")
        with path.open("rb") as file:
            file.read()
            assert read_apart(readers.count, file, "")["size"] == 3

    def test_happens_where_no_secret_no_setting_and_no_connection_is(self, monkeypatch):
        monkeypatch.setenv("LOTSE_SECRET_KEY", "geheim")
        found = read_apart(readers.surroundings, b"", seconds=7)
        # LC_CTYPE is what Python says to itself where nobody says anything.
        assert set(found["environment"]) <= {"LC_CTYPE"}
        assert not found["django"]
        assert found["processor"] == 7
        # In, out, complaints, and the folder that is being listed.
        assert len(found["open"]) <= 4

    def test_passes_on_the_refusal_of_the_reader(self):
        with pytest.raises(FileRefused) as refused:
            read_apart(readers.refuse, b"", 5000)
        sentence = refusal_in_words(refused.value, {"too_many": "Höchstens %(most)d Zeilen."})
        assert sentence == "Höchstens 5000 Zeilen."


class TestLimits:
    def test_endless_work_ends(self):
        began = time.monotonic()
        assert reason(readers.loop, seconds=1) == TOO_SLOW
        assert time.monotonic() - began < 30

    def test_waiting_without_work_ends_as_well(self, monkeypatch):
        monkeypatch.setattr("organisations.foreign_files.apart.PATIENCE", 1)
        assert reason(readers.wait, seconds=1) == TOO_SLOW

    def test_memory_ends(self):
        assert reason(readers.fill_memory, 200, memory=100 * MEGABYTE) == TOO_LARGE
        assert read_apart(readers.fill_memory, b"", 50, memory=100 * MEGABYTE) == 50

    def test_memory_that_ends_in_a_library_of_rust_is_told_as_such(self):
        assert reason(readers.run_out_of_memory_as_rust_does) == TOO_LARGE

    def test_a_process_that_the_machine_kills_was_too_large(self):
        assert reason(readers.be_killed) == TOO_LARGE

    def test_an_answer_has_a_largest_size(self):
        assert reason(readers.answer_much, 70) == TOO_LARGE
        assert len(read_apart(readers.answer_much, b"", 20)) == 20 * MEGABYTE

    def test_no_file_can_fill_the_disk(self, tmp_path):
        assert reason(readers.write_much, str(tmp_path)) == BROKEN
        assert (tmp_path / "written").stat().st_size <= 64 * MEGABYTE

    @pytest.mark.parametrize("reader", [readers.call_itself, readers.crash])
    def test_a_crash_ends_as_a_broken_file(self, reader):
        assert reason(reader) == BROKEN

    def test_the_log_names_what_happened_and_no_word_of_the_file(self, caplog):
        with caplog.at_level(logging.WARNING):
            assert reason(readers.fail) == BROKEN
        assert "readers:fail ended with 1: ValueError" in caplog.text
        assert "Geheim" not in caplog.text


class TestContainers:
    @pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    def test_what_fits_passes_and_is_read_from_its_beginning(self, compression):
        content = container({"a": "x" * 1000, "b": ""}, compression)
        assert read_apart(readers.count, content, "", unpacked=1000)["size"] == len(content)
        assert reason(readers.count, "", content=content, unpacked=999) == TOO_LARGE

    def test_many_members_are_too_many(self):
        content = container({str(number): "" for number in range(11)})
        check_container(io.BytesIO(content), members=11)
        with pytest.raises(FileRefused, match=TOO_LARGE):
            check_container(io.BytesIO(content), members=10)

    def test_what_grows_beyond_reason_is_refused_before_the_reader_sees_it(self):
        grown = container({"a": bytes(11 * MEGABYTE)})
        with pytest.raises(FileRefused, match=TOO_LARGE):
            check_container(io.BytesIO(grown))
        check_container(io.BytesIO(container({"a": bytes(9 * MEGABYTE)})))

    def test_what_a_container_says_of_its_sizes_counts_for_nothing(self):
        content = container({"a": "x" * 50_000})
        lying = content.replace((50_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
        assert lying != content
        with pytest.raises(FileRefused):
            check_container(io.BytesIO(lying))

    def test_damaged_ones_are_refused_and_other_files_pass(self):
        with pytest.raises(FileRefused, match=BROKEN):
            check_container(io.BytesIO(container({"a": "x"})[:-10]))
        check_container(io.BytesIO(b"Nur Text"))
        check_container(io.BytesIO(b""))


class TestTheProcess:
    """The same in this process, where one can look on."""

    def order(self, name, *arguments):
        reader = f"tests.organisations.foreign_files.readers:{name}"
        return {"reader": reader, "arguments": arguments, "unpacked": 100, "members": 1}

    def test_answers_with_a_result_or_a_refusal(self):
        assert main(self.order("count", "a"), io.BytesIO(b"12"))["result"]["size"] == 2
        refused = main(self.order("refuse", 3), io.BytesIO())
        assert refused == {"refused": "too_many", "details": {"most": 3}}
        assert main(self.order("call_itself"), io.BytesIO())["refused"] == BROKEN

    def test_answers_when_memory_ends(self, monkeypatch):
        def ends(file, word):
            raise MemoryError

        monkeypatch.setattr(readers, "count", ends)
        assert main(self.order("count", ""), io.BytesIO())["refused"] == TOO_LARGE

    def test_answers_in_json_of_so_many_bytes_at_most(self):
        assert as_json({"result": b"\xff"}, 100) == b'{"result": {"base64": "/w=="}}'
        assert b"too_large" in as_json({"result": "x" * 200}, 100)


def test_the_guard_has_a_sentence_for_each_of_its_own_reasons():
    assert "dauert zu lange" in refusal_in_words(FileRefused(TOO_SLOW), {})
    assert "zu groß" in refusal_in_words(FileRefused(TOO_LARGE), {})
    assert refusal_in_words(FileRefused(BROKEN), {BROKEN: "Kein Bild."}) == "Kein Bild."
