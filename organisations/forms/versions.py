"""Forms that notice when someone else saved meanwhile."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict


class VersionedForm(forms.Form):
    """A form with the version of the row that the person saw; 0 for a row that was not there."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0, required=False)

    def clean_version(self) -> int:
        """A missing version means a form that never saw the row."""
        return self.cleaned_data.get("version") or 0

    def let_next_save_replace(self, version: int) -> None:
        """Keep everything typed, and take the version stored meanwhile for seen."""
        data: Any = cast(QueryDict, self.data).copy()
        data[self.add_prefix("version")] = str(version)
        self.data = data
