"""What was measured, what it may be at most, and the table of all of it. No Django here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value. Without a `limit` it is for information and never missed."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    detail: str = ""

    @property
    def is_missed(self) -> bool:
        """Whether the value is above its limit."""
        return self.limit is not None and self.value > self.limit

    @property
    def verdict(self) -> str:
        """One word."""
        if self.limit is None:
            return "–"
        return "VERFEHLT" if self.is_missed else "erreicht"


def shown(value: float, unit: str) -> str:
    """Return a value with its unit, as people in Germany write it."""
    digits = {"": 0, "KB": 1, "ms": 2, "-fach": 2, "s": 1}[unit]
    number = f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))
    return number + (unit if unit.startswith("-") else f" {unit}" if unit else "")


def table(groups: Iterable[tuple[str, Sequence[Figure]]]) -> str:
    """Return all figures, one a line, under the titles of their groups."""
    groups = list(groups)
    rows = [_row(figure) for _title, figures in groups for figure in figures]
    head = ("Messwert", "gemessen", "höchstens", "Ziel", "")
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(4)]
    lines = [_line(head, widths), "─" * (sum(widths) + 6 + len("  Bemerkung"))]
    for title, figures in groups:
        lines += ["", title, *(_line(_row(figure), widths) for figure in figures)]
    return "\n".join(lines)


def _row(figure: Figure) -> tuple[str, ...]:
    limit = "" if figure.limit is None else shown(figure.limit, figure.unit)
    value = shown(figure.value, figure.unit)
    return f"  {figure.name}", value, limit, figure.verdict, figure.detail


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    name, value, limit, verdict, detail = row
    return (
        f"{name:<{widths[0]}}  {value:>{widths[1]}}  {limit:>{widths[2]}}  "
        f"{verdict:<{widths[3]}}  {detail}"
    ).rstrip()
