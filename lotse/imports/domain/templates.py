"""Measures in a list that are those of a template: what Lotse suggested for them stays suggested.

An export names the ratings that nobody gave. A row takes them back from the template that has its
title; a rating that somebody changed in the file is theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checks.domain.catalogue import Criterion, Template
from checks.domain.publishing import document_of
from checks.models import Catalogue
from lotse.imports.domain.grid import GridCell, GridRow
from lotse.imports.domain.guessing import plain
from measures.domain.columns import CRITERIA_HEADERS, READ_ONLY
from measures.models import Measure
from organisations.models import Organisation

SUGGESTED = next(column.header for column in READ_ONLY if column.key == "suggested")


class Templates:
    """The templates that no measure of an organisation came from yet, by their titles."""

    def __init__(self, organisation: Organisation) -> None:
        taken = set(Measure.objects.of(organisation).values_list("template_key", flat=True))
        self._free: dict[str, tuple[int, Template]] = {}
        for catalogue in Catalogue.objects.newest_of_each():
            for template in document_of(catalogue.pk).templates:
                if template.key not in taken:
                    self._free.setdefault(template.title, (catalogue.pk, template))

    def still_suggested(self, suggested: GridCell, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields that make a row a measure of its template, each row once.

        `suggested` is what the file says in the column of that name. Empty where no template has
        the title, or nothing is suggested any more. Under `suggested` stand the criteria.
        """
        found = self._free.get(values.get("title", ""))
        names = {plain(name) for name in str(suggested or "").split(",")}
        if found is None:
            return {}
        catalogue_id, template = found
        criteria = [
            key
            for key, header in CRITERIA_HEADERS.items()
            if plain(header) in names and values.get(key) == template.ratings[Criterion(key)].value
        ]
        if not criteria:
            return {}
        del self._free[template.title]
        return {
            "catalogue_id": catalogue_id,
            "template_key": template.key,
            "suggested": criteria,
        }


def column_of_suggestions(head: GridRow) -> int | None:
    """Return the place of the column that names suggested ratings, from 0; None without one."""
    places = (place for place, cell in enumerate(head) if plain(cell) == plain(SUGGESTED))
    return next(places, None)
