"""Forms that start a check, and that move it to a newer version of its catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checks.domain.offering import CatalogueOffer


class StartForm(forms.Form):
    """Which of the offered catalogues, at least one, and whether answers are taken over.

    Without a choice the first one is taken: it stands chosen on the page.
    """

    catalogue = forms.ChoiceField(
        label=_("Welchen Check möchten Sie machen?"),
        required=False,
        error_messages={
            "invalid_choice": _(
                "Diesen Check gibt es hier nicht. Bitte wählen Sie einen von diesen."
            )
        },
    )
    carry = forms.BooleanField(
        label=_("Antworten aus dem letzten Check übernehmen"), required=False
    )

    def __init__(self, offers: Sequence[CatalogueOffer], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offers = offers
        self.fields["catalogue"].choices = [(one.key, one.name) for one in offers]  # type: ignore[attr-defined]

    @property
    def chosen_key(self) -> str:
        """The key of what stands chosen: as sent, at first the one that the host prefers."""
        sent = self["catalogue"].value()
        known = {one.key for one in self.offers}
        return str(sent) if sent in known else self.offers[0].key

    @property
    def carries(self) -> bool:
        """Whether answers stand chosen to be taken over; at first they do."""
        return bool(self["carry"].value()) if self.is_bound else True

    @property
    def has_sources(self) -> bool:
        """Whether any offered catalogue can take answers over."""
        return any(one.source for one in self.offers)

    @property
    def chosen(self) -> CatalogueOffer:
        """The offer to begin, after validation."""
        key = self.cleaned_data["catalogue"] or self.offers[0].key
        return next(one for one in self.offers if one.key == key)


class CatalogueMoveForm(forms.Form):
    """The versions that the person saw on the preview, so that nothing else is done."""

    before = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=9999)
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=9999)

    def has_seen(self, before: int, after: int | None) -> bool:
        """Whether the person saw the move from one version to the other."""
        return self.is_valid() and (self.cleaned_data["before"], self.cleaned_data["after"]) == (
            before,
            after,
        )

    @property
    def wanted(self) -> int | None:
        """The version to which the person wanted to move, None when it makes no sense."""
        return self.cleaned_data["after"] if self.is_valid() else None
