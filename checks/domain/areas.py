"""The areas to which requirements of an organisation may belong, with their titles."""

from __future__ import annotations

from checks import queries
from checks.domain.publishing import document_of
from checks.models import Catalogue
from organisations.domain import instance
from organisations.models import Organisation


class Areas:
    """The areas of an organisation's catalogues, in two queries.

    `offered` are those of its latest check, or of the catalogue on which it would begin.
    """

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        used = list(
            queries.checks()
            .of(organisation)
            .order_by("started_at", "id")
            .values_list("catalogue_id", flat=True)
        )
        if not used:
            newest = Catalogue.objects.newest(instance.catalogue_key())
            used = [newest.pk] if newest else []
        self._title_of: dict[str, str] = {}
        self.offered: list[tuple[str, str]] = []
        for catalogue_id in dict.fromkeys(used):
            document = document_of(catalogue_id)
            self._title_of |= {area.key: area.title for area in document.areas}
        if used:
            self.offered = [(area.key, area.title) for area in document_of(used[-1]).areas]

    def title(self, key: str) -> str:
        """Return the title of an area, empty for none, the key where no catalogue knows it."""
        return self._title_of.get(key, key)

    def position(self, key: str) -> int:
        """Return where an area stands among the offered ones; unknown ones come last."""
        keys = [known for known, _title in self.offered]
        return keys.index(key) if key in keys else len(keys)
