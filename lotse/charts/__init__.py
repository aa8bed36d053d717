"""Charts as SVG text, the same for pages and for the PDF.

No style attributes, so that a strict Content Security Policy holds: colours come from classes
(`static/css/charts.css`), with presentation attributes for readers without that style sheet.
"""
