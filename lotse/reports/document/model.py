"""A report as blocks, whatever it is read as: on paper, on a screen, in Word or in Excel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Discriminator, TypeAdapter


class Look(StrEnum):
    """How a line of text looks; items that follow each other in a cell are a list."""

    PLAIN = "plain"
    EYEBROW = "eyebrow"
    BYLINE = "byline"
    LEAD = "lead"
    TITLE = "title"
    SMALL = "small"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text that wraps where it has to."""

    spans: tuple[Span, ...]
    look: Look = Look.PLAIN

    @property
    def text(self) -> str:
        """The mere words."""
        return "".join(span.text for span in self.spans)


Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a chapter (level 1) or of a part of it (level 2).

    With a `key` it begins a chapter that the table of contents names.
    """

    text: str
    level: int = 1
    key: str = ""
    new_page: bool = False
    block: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line that stands for itself."""

    line: Line
    block: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item has one line or more and is not torn apart."""

    items: tuple[Cell, ...]
    ordered: bool = False
    block: Literal["items"] = "items"


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; `width` is its part of the whole in percent, 0 for what is left."""

    label: str
    number: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `caption` says what it holds to those who hear it; one column names the rows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_header: int = 0
    has_head: bool = True
    block: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with what it says in words; `width` in millimetres, 0 for as wide as it is."""

    svg: str
    alternative: str
    width: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """One drawing, or several small ones side by side."""

    figures: tuple[Figure, ...]
    block: Literal["figures"] = "figures"


@dataclass(frozen=True, slots=True)
class Box:
    """What stands out: lines on a ground of their own, beside a big number if there is one."""

    lines: tuple[Line, ...]
    number: str = ""
    unit: str = ""
    block: Literal["box"] = "box"


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents; it names all chapters of the document."""

    title: str
    block: Literal["contents"] = "contents"


@dataclass(frozen=True, slots=True)
class Signature:
    """Where one side signs."""

    side: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Where people sign, side by side, under their own heading; `terms` says what they sign."""

    title: str
    sides: tuple[Signature, ...]
    place_and_day: str
    signature: str
    terms: str = ""
    block: Literal["signatures"] = "signatures"


Block = Annotated[
    Heading | Paragraph | Items | Table | Figures | Box | Contents | Signatures,
    Discriminator("block"),
]
Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Data as a sheet of an Excel file."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as base64, with its size in pixels."""

    media_type: Literal["image/png", "image/jpeg"]
    content: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Colours:
    """The accent of headings and drawings, its darker and its softer shade."""

    accent: str = "#0f6a70"
    strong: str = "#0f4a4f"
    soft: str = "#e4f0ee"


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. `title` is what the file is called, `headline` what stands on top of it.

    `running` is the line at the head of every page but the first, `page` the words for page
    numbers with `{page}` and `{pages}` in them.
    """

    title: str
    headline: str
    description: str
    organisation: str
    made_at: datetime
    running: str
    opening: tuple[Line, ...]
    blocks: tuple[Block, ...]
    closing: tuple[Line, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    logo: Logo | None = None
    colours: Colours = Colours()
    design: Literal["report", "short", "mandate"] = "report"
    language: str = "de"
    page: str = "Seite {page} von {pages}"

    @property
    def chapters(self) -> list[Heading]:
        """The headings that the table of contents names."""
        return [block for block in self.blocks if isinstance(block, Heading) and block.key]


_DOCUMENT = TypeAdapter(Document)


def as_json(document: Document) -> bytes:
    """Return a document as JSON, to be kept; its data are kept as the Excel file."""
    return _DOCUMENT.dump_json(document, exclude={"sheets"})


def from_json(content: bytes) -> Document:
    """Return the document that was kept. Raises `ValueError` for anything else."""
    return _DOCUMENT.validate_json(content)


def strong(text: object) -> Span:
    """Return a piece of a line that stands out."""
    return Span(str(text), strong=True)


def line(*parts: object, look: Look = Look.PLAIN) -> Line:
    """Return a line from pieces and texts, with a space between them; empty ones are left out."""
    spans: list[Span] = []
    for part in parts:
        span = part if isinstance(part, Span) else Span(str(part))
        if span.text:
            if spans:
                spans.append(Span(" "))
            spans.append(span)
    return Line(tuple(spans), look)


def small(*parts: object) -> Line:
    """Return a line in small letters."""
    return line(*parts, look=Look.SMALL)


def cell(*lines: object) -> Cell:
    """Return a cell or an item from lines and texts; empty ones are left out."""
    made = (one if isinstance(one, Line) else line(one) for one in lines)
    return tuple(one for one in made if one.spans)


def paragraph(*parts: object, look: Look = Look.PLAIN) -> Paragraph:
    """Return a paragraph from pieces and texts."""
    return Paragraph(line(*parts, look=look))


def items(*texts: object, ordered: bool = False) -> Items:
    """Return a list of lines, texts or whole cells."""
    return Items(
        tuple(one if isinstance(one, tuple) else cell(one) for one in texts), ordered=ordered
    )
