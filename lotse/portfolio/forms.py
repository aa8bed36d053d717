"""What a consultant may ask the portfolio for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lotse.portfolio.domain.listing import STAGE_NAMES, PortfolioFilter, PortfolioSorting
from organisations.models import FieldOfWork


class PortfolioFilterForm(forms.Form):
    """Filter, order and search of the portfolio, as they stand in the address."""

    q = forms.CharField(label=_("Name enthält"), required=False, max_length=200)
    stage = forms.ChoiceField(
        label=_("Stand"), required=False, choices=[("", _("alle")), *STAGE_NAMES.items()]
    )
    field = forms.ChoiceField(
        label=_("Arbeitsfeld"), required=False, choices=[("", _("alle")), *FieldOfWork.choices]
    )
    sort = forms.ChoiceField(
        label=_("Ordnen nach"), required=False, choices=PortfolioSorting.choices
    )
    overdue = forms.BooleanField(label=_("nur überfällige"), required=False)

    @property
    def filter(self) -> PortfolioFilter:
        """What to show; parts of the address that make no sense are ignored."""
        self.is_valid()
        data = self.cleaned_data
        return PortfolioFilter(
            words=data.get("q", ""),
            stage=data.get("stage", ""),
            field_of_work=data.get("field", ""),
            only_overdue=data.get("overdue", False),
            sorting=PortfolioSorting(data.get("sort") or PortfolioSorting.NAME),
        )
