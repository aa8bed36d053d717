"""What a report consists of, and what it becomes: HTML, a Word file, an Excel file.

Knows neither Django nor the database: everything here is made from a `Document` alone, and equal
documents give equal bytes.
"""
