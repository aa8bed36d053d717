"""The form that moves a check to a newer version of its catalogue."""

from __future__ import annotations

from django import forms


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
