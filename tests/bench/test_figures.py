"""The table of figures and the verdicts in it."""

from bench.figures import Figure, shown, table


def test_a_figure_above_its_limit_is_missed():
    assert Figure("Zeit", 2.6, "-fach", 2.5).is_missed
    assert Figure("Zeit", 2.6, "-fach", 2.5).verdict == "VERFEHLT"


def test_a_figure_at_its_limit_is_held():
    assert not Figure("Abfragen", 12, "", 12).is_missed
    assert Figure("Abfragen", 12, "", 12).verdict == "erreicht"


def test_a_figure_without_a_limit_only_informs():
    assert not Figure("Zeit", 1000, "ms").is_missed
    assert Figure("Zeit", 1000, "ms").verdict == "–"


def test_numbers_are_written_as_in_germany():
    assert shown(1234.5678, "ms") == "1.234,57 ms"
    assert shown(2.5, "-fach") == "2,50-fach"
    assert shown(12, "") == "12"


def test_the_table_names_every_figure_under_its_title():
    lines = table(
        [
            ("Rangliste", [Figure("300 Maßnahmen", 6.8, "ms", 50, "alle verschieden")]),
            ("Bericht", [Figure("WeasyPrint allein", 1.8, "s")]),
        ]
    ).splitlines()
    assert lines[0].split() == ["Messwert", "gemessen", "höchstens", "Ziel"]
    assert lines[3:5] == [
        "Rangliste",
        "  300 Maßnahmen       6,80 ms   50,00 ms  erreicht  alle verschieden",
    ]
    assert lines[6:] == ["Bericht", "  WeasyPrint allein     1,8 s             –"]
