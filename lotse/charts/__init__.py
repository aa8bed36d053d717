"""Charts as SVG text, the same for pages and for the PDF.

No style attributes, so that a strict Content Security Policy holds: colours come from classes
(`static/css/charts.css`), with presentation attributes for readers without that style sheet.
"""

from lotse.charts.lines import line_chart
from lotse.charts.matrix import MatrixPoint, MatrixWords, matrix_chart
from lotse.charts.systems import MapConnection, MapSystem, MapWords, systems_map
from lotse.charts.timeline import (
    MarkKind,
    TimelineMark,
    TimelineRow,
    TimelineWords,
    timeline_chart,
)
from lotse.charts.wheel import WheelItem, wheel_chart

__all__ = [
    "MapConnection",
    "MapSystem",
    "MapWords",
    "MarkKind",
    "MatrixPoint",
    "MatrixWords",
    "TimelineMark",
    "TimelineRow",
    "TimelineWords",
    "WheelItem",
    "line_chart",
    "matrix_chart",
    "systems_map",
    "timeline_chart",
    "wheel_chart",
]
