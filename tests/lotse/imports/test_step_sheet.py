"""Our Excel file has a sheet on which every step has a row: it holds, whatever a cell says."""

from lotse.imports.domain.grid import GridSheet
from lotse.imports.domain.reading import take_steps
from measures.domain.columns import STEP_HEADERS, StepText, fit_steps, write_steps

HEAD = ("Nr.", "Titel", "Teilschritte")


def steps(*rows):
    """A sheet with steps; a row is the number of a measure, its title, place, text and day."""
    lines = ((*row[:4], None, None, row[4]) for row in rows)
    return GridSheet("Teilschritte", (tuple(STEP_HEADERS.values()), *lines))


def cells(measures, *step_rows):
    """What stands in the last column then, and how many cells said something else."""
    found = take_steps([GridSheet("Maßnahmen", (HEAD, *measures)), steps(*step_rows)])
    return [row[2] if len(row) > 2 else None for row in found[0].rows[1:]], found[0].other_steps


def test_cells_get_all_steps_in_their_order():
    rows = (1, "Wiki", 2, "Zwei", None), (1, "Wiki", 1, "Eins", "ja"), (2, "Fax", None, "x", None)
    found = cells([(1, "Wiki", "[x] Eins\nZwei"), (2, "Fax", "x")], *rows)
    assert found == (["[x] Eins\nZwei", "x"], 0)


def test_what_a_cell_says_otherwise_is_counted_unless_it_was_cut():
    rows = (1, "Wiki", 1, "Eins", None), (2, "Fax", 1, "Zwei", None), (3, "Neu", 1, "Drei", None)
    found = cells([(1, "Wiki", "Anders"), (2, "Fax", "[…] Hier fehlt etwas."), (3, "Neu")], *rows)
    assert found == (["Eins", "Zwei", "Drei"], 2)


def test_measures_without_rows_of_their_own_keep_their_cell():
    rows = (1, "Wiki", 1, "Eins", None), (1, "Wiki", 2, None, None)
    assert cells([(1, "Wiki", "Eins"), (1, "Kopie", "Neu"), (None, "Fax", "x")], *rows) == (
        ["Eins", "Neu", "x"],
        0,
    )


def test_other_files_stay_as_they_are():
    sheets = [
        GridSheet("Maßnahmen", (HEAD, (1, "Wiki", "x"))),
        GridSheet("Notizen", (("Nr.", "Text"),)),
    ]
    assert take_steps(sheets) == sheets
    foreign = GridSheet("Liste", (("Titel", "Teilschritte"), ("Wiki", "x")))
    assert take_steps([foreign, steps((1, "Wiki", 1, "Eins", None))])[0] == foreign


def test_a_cell_holds_whole_steps_and_says_what_is_missing():
    text = write_steps(StepText(f"Schritt {number:02}: 😀{'x' * 90}") for number in range(10))

    def says(missing, all_steps):
        return f"{missing} von {all_steps} fehlen."

    assert fit_steps(text, 2_000, says) == text
    cut = fit_steps(text, 500, says)
    assert cut.split("\n")[:-1] == text.split("\n")[:4]
    assert cut.split("\n")[-1] == "[…] 6 von 10 fehlen."
    assert len(cut.encode("utf-16-le")) // 2 <= 500
