"""Taking the list of measures along: as Excel, CSV, JSON and Markdown."""
