"""Forms that notice when someone else saved meanwhile."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict

from organisations.forms.wording import use_our_words


class VersionField(forms.IntegerField):
    """The hidden version of a row. What cannot be a version means that the row was not seen."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int:
        """Return the version, 0 when it is missing or makes no sense."""
        try:
            return max(int(str(value)[:18]), 0)
        except ValueError:
            return 0


class VersionedForm(forms.Form):
    """A form with the version of the row that the person saw; 0 for a row that was not there.

    Its fields say what is wrong in the words of `wording`, unless it has its own.
    """

    version = VersionField(initial=0, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use our words, and begin with the version of a stored row."""
        super().__init__(*args, **kwargs)
        use_our_words(self.fields)
        row: Any = getattr(self, "instance", None)
        if row is not None and row.pk:
            self.initial.setdefault("version", row.version)

    def let_next_save_replace(self, version: int) -> None:
        """Keep everything typed, and take the version stored meanwhile for seen."""
        data: Any = cast(QueryDict, self.data).copy()
        data[self.add_prefix("version")] = str(version)
        self.data = data
