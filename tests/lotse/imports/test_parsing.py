"""From cells to values, and which column holds what: forgiving, and clear where it is not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse.imports.domain import parsing
from lotse.imports.domain.grid import GridSheet
from lotse.imports.domain.guessing import guess_columns, guess_head, guess_sheet, plain
from lotse.imports.domain.parsing import READERS, Fault, People, WrongCell, as_words
from lotse.imports.domain.reading import Refusal
from lotse.imports.domain.wording import problem_in_words, refusal_in_words, shortened
from measures.domain.columns import COLUMNS, STATUS_WORDS
from organisations.foreign_files.reading import FileRefused

DAYS = st.dates(parsing.FIRST_DAY, parsing.LAST_DAY)


def fault(key, cell):
    with pytest.raises(WrongCell) as raised:
        READERS[key](cell)
    return raised.value.problem.fault


class TestDays:
    @pytest.mark.parametrize(
        "cell",
        [
            date(2026, 12, 31),
            *("31.12.2026", "31.12.26", "31. 12. 2026", "31. Dezember 2026", "31 dez. 2026"),
            *("2026-12-31", "2026-12-31 00:00:00", "31/12/2026", "Do, 31.12.2026", 46387),
            *("46387", "31.12.2026 10:00", "2026-12-31T00:00:00"),
        ],
    )
    def test_are_read_as_people_write_them(self, cell):
        assert READERS["due_date"](cell) == date(2026, 12, 31)

    @pytest.mark.parametrize("cell", [None, "", "–", "k. A."])
    def test_may_be_missing(self, cell):
        assert READERS["due_date"](cell) is None

    @pytest.mark.parametrize(
        "cell", ["bald", "30.02.2026", "KW 12", "12/2026", "1. Foo 2026", 4711, 12.5, "²²²²²"]
    )
    def test_are_not_guessed(self, cell):
        assert fault("due_date", cell) is Fault.NO_DAY

    def test_lie_in_this_century(self):
        assert fault("due_date", "1.1.1926") is Fault.DAY_FAR_AWAY
        assert fault("due_date", date(2226, 1, 1)) is Fault.DAY_FAR_AWAY

    @given(DAYS)
    def test_written_in_any_way_are_the_same_day(self, day):
        month = parsing.MONTHS[day.month - 1].capitalize()
        ways = (day, as_words(day), day.isoformat(), f"{day.day}. {month} {day.year}")
        assert {READERS["due_date"](way) for way in ways} == {day}
        if day >= parsing.EXCEL_BEGINS + timedelta(parsing.FIRST_SERIAL):
            serial = (day - parsing.EXCEL_BEGINS).days
            if serial <= parsing.LAST_SERIAL:
                assert READERS["due_date"](serial) == day

    def test_months_may_be_written_without_umlauts(self):
        assert READERS["due_date"]("3. Maerz 2026") == date(2026, 3, 3)
        assert READERS["due_date"]("3. Mrz 2026") == date(2026, 3, 3)


class TestNumbers:
    @pytest.mark.parametrize(
        ("cell", "number"),
        [
            *((12, 12), ("12", 12), ("12,0", 12), ("1.200", 1200), ("ca. 10 h", 10)),
            *(("8 Stunden", 8), ("~ 3 Std.", 3), (None, None), ("-", None)),
        ],
    )
    def test_are_read_with_what_stands_around_them(self, cell, number):
        assert READERS["effort_hours"](cell) == number

    def test_are_whole_and_within_bounds(self):
        assert fault("effort_hours", "viel") is Fault.NO_NUMBER
        assert fault("effort_hours", "²") is Fault.NO_NUMBER
        assert fault("effort_hours", "2,5") is Fault.NOT_WHOLE
        assert fault("effort_hours", 2.5) is Fault.NOT_WHOLE
        assert fault("effort_hours", 0) is Fault.OUT_OF_RANGE
        assert fault("effort_days", 1001) is Fault.OUT_OF_RANGE
        assert READERS["effort_days"]("30 Tage") == 30
        assert READERS["cost"]("etwa 1.200 Euro") == 1200
        assert READERS["cost"]("0 €") == 0
        assert fault("cost", -1) is Fault.OUT_OF_RANGE

    @given(st.integers(1, 2000))
    def test_come_back_as_they_were_written(self, number):
        for written in (number, str(number), f"{number},00", f"{number:,}".replace(",", ".")):
            assert READERS["effort_hours"](written) == number


class TestRatings:
    @pytest.mark.parametrize(
        ("cell", "value"),
        [
            *((5, 5), ("4", 4), ("4,0", 4), ("4/5", 4), ("3 von 5", 3), ("2 – geht so", 2)),
            *(("sehr hoch", 5), ("Gering", 2), ("mittel", 3), ("", None), ("-", None)),
        ],
    )
    def test_are_numbers_or_words(self, cell, value):
        assert READERS["benefit"](cell) == value

    @pytest.mark.parametrize("cell", ["toll", 0, 6, "2,5", "10 - super"])
    def test_go_from_one_to_five(self, cell):
        assert fault("reuse", cell) is Fault.NO_RATING


class TestWords:
    @pytest.mark.parametrize(
        ("cell", "status"),
        [
            *((None, "idea"), ("-", "idea"), ("Offen", "idea"), ("in  Arbeit", "in_progress")),
            *(
                ("ERLEDIGT", "done"),
                ("x", "done"),
                ("entfällt", "rejected"),
                ("planned", "planned"),
            ),
        ],
    )
    def test_of_the_stand_are_understood(self, cell, status):
        assert READERS["status"](cell) == status

    @given(st.sampled_from(sorted(STATUS_WORDS.items())))
    def test_of_our_own_lists_are_understood(self, item):
        assert READERS["status"](item[1]) == item[0]

    def test_that_mean_no_stand_are_refused(self):
        assert fault("status", "quer") is Fault.UNKNOWN_STATUS

    def test_have_a_length(self):
        assert READERS["title"]("  Ein\n Titel ") == "Ein Titel"
        assert READERS["title"](2026) == "2026"
        assert READERS["what"](1.5) == "1,5"
        assert READERS["what"](None) == ""
        assert fault("title", " ") is Fault.NO_TITLE
        assert fault("title", "a" * 201) is Fault.TOO_LONG
        assert fault("why", "a" * 4001) is Fault.TOO_LONG
        assert fault("steps", "a\n" * 101) is Fault.TOO_MANY_STEPS
        assert fault("steps", "a" * 1201) is Fault.STEP_TOO_LONG


class TestPeople:
    team = People(
        [
            (1, "Ada Beispiel", "ada@verein.example"),
            (2, "Bo Muster", "bo@verein.example"),
            (3, "Cem Muster", "cem@verein.example"),
            (4, "Dana", "dana@verein.example"),
        ]
    )

    @pytest.mark.parametrize(
        ("cell", "who"),
        [
            *(("Ada Beispiel", 1), ("ada  beispiel", 1), ("ADA@verein.example", 1), ("Ada", 1)),
            *(("Frau Beispiel", 1), ("Beispiel, Ada", 1), ("Ada B. <ada@verein.example>", 1)),
            *(("Bo", 2), ("Dana", 4), ("Frau Dana", 4), (None, None), ("noch niemand", None)),
        ],
    )
    def test_are_found_by_whatever_lists_call_them(self, cell, who):
        assert self.team.find(cell) == who

    @pytest.mark.parametrize(
        ("cell", "why"),
        [
            ("Herr Muster", Fault.SEVERAL_PEOPLE),
            ("Eva", Fault.UNKNOWN_PERSON),
            (7, Fault.UNKNOWN_PERSON),
        ],
    )
    def test_are_not_guessed(self, cell, why):
        with pytest.raises(WrongCell) as raised:
            self.team.find(cell)
        assert raised.value.problem.fault is why


class TestGuessing:
    def test_knows_the_headers_of_our_own_exports(self):
        headers = ["Nr.", "Platz", "Punkte", *(column.header for column in COLUMNS)]
        assert guess_columns(headers) == {
            place: column.key for place, column in enumerate(COLUMNS, start=3)
        }

    def test_knows_what_people_write_above_columns(self):
        headers = ["Lfd. Nr.", "Maßnahme", "Beschreibung der Maßnahme", "Wer?", "Bis wann"]
        headers += ["Status (Stand Mai)", "Aufwand (h)", None, "Kosten", 2026]
        assert guess_columns(headers) == {
            1: "title",
            2: "what",
            3: "responsible",
            4: "due_date",
            5: "status",
            6: "effort_hours",
            8: "cost",
        }

    def test_knows_a_column_of_ticks(self):
        assert guess_columns(["Maßnahme", "Erledigt?"]) == {0: "title", 1: "status"}
        assert guess_columns(["Maßnahme", "Erledigt am"]) == {0: "title"}

    def test_gives_every_kind_to_one_column_the_closest(self):
        assert guess_columns(["Name der Aufgabe neu", "Titel"]) == {1: "title"}
        assert guess_columns(["Unser Nutzen daraus"]) == {0: "why"}

    def test_keeps_what_people_said_before(self):
        known = {"vorhaben": "", "worum es geht": "title"}
        assert guess_columns(["Vorhaben", "Worum es geht", "Status"], known) == {
            1: "title",
            2: "status",
        }
        twice = {"a": "title"}
        assert guess_columns(["A", "A"], twice) == {0: "title"}

    def test_finds_the_row_with_the_headers(self):
        rows = (("Unsere Maßnahmen 2026",), (), ("Nr.", "Was wird getan", "Wer"), (1, "Wiki", "Bo"))
        assert guess_head(GridSheet("", rows)) == 3
        assert guess_head(GridSheet("", ((), ("x",), ("y", "z")))) == 3
        assert guess_head(GridSheet("", ((), ("x",)))) == 2
        assert guess_head(GridSheet("", ((),))) == guess_head(GridSheet("", ())) == 1

    def test_finds_the_sheet_with_the_list(self):
        cover, real = (
            GridSheet("Deckblatt", (("Hallo",),)),
            GridSheet("L", (("Titel", "Stand"), ("a", "b"))),
        )
        assert guess_sheet([cover, real]) == real
        assert guess_sheet([cover, cover]) == cover
        assert guess_sheet([GridSheet("leer", ())]).name == "leer"

    def test_headers_are_compared_without_accents_and_punctuation(self):
        assert plain(" Fällig am: ") == "faellig am"
        assert plain(None) == ""


def test_numbers_in_a_text_are_as_people_saw_them():
    said = {12345.67: "12345,67", 1234567.5: "1234567,5", 0.1 + 0.2: "0,3", 1e-7: "0,0000001"}
    assert {number: as_words(number) for number in said} == said
    assert READERS["what"](12345.67) == "12345,67"


@pytest.mark.parametrize(
    ("cell", "status"),
    [("ja", "done"), ("WAHR", "done"), ("nein", "idea"), ("FALSCH", "idea"), ("☐", "idea")],
)
def test_a_tick_says_done_or_not_done(cell, status):
    assert READERS["status"](cell) == status


class TestEndlessCells:
    """They cost no more than others: what is longer than any day or name is none."""

    @pytest.mark.parametrize("key", ["due_date", "effort_hours", "benefit", "status"])
    @pytest.mark.parametrize("cell", ["1" + " " * 120_000 + "x", "(" * 120_000])
    def test_are_no_day_number_or_state(self, key, cell):
        assert fault(key, cell) in (
            *(Fault.NO_DAY, Fault.NO_NUMBER, Fault.NO_RATING, Fault.UNKNOWN_STATUS),
        )

    def test_name_nobody(self):
        with pytest.raises(WrongCell) as raised:
            People([]).find("<" + "@" * 120_000)
        assert raised.value.problem.fault == Fault.UNKNOWN_PERSON

    def test_are_no_headers(self):
        assert guess_columns(["Titel " + "(" * 120_000, "Titel" + "[" * 150]) == {1: "title"}


def test_steps_that_a_cell_does_not_hold_are_missed():
    assert fault("steps", "Fragen\n[…] Hier fehlen 3 von 4 Teilschritten.") == Fault.STEPS_MISSING


def test_everything_that_can_be_wrong_is_said_in_german():
    for one in Refusal:
        assert refusal_in_words(FileRefused(one)).endswith(".")
    for one in Fault:
        problem = parsing.Problem(one, "Wort", 1, 2000)
        assert problem_in_words(problem).endswith(".")
    assert problem_in_words(parsing.Problem(Fault.TOO_LONG, most=4000)) == (
        "Zu lang: höchstens 4.000 Zeichen."
    )
    assert shortened("ein langer Satz", 6) == "ein l…"
