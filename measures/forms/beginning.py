"""With which measure one begins, until when, and who looks after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from measures.domain.beginning import Opportunity
from measures.forms.measures import PersonField
from organisations.domain.participation import Participation
from organisations.forms.widgets import DayInput
from organisations.forms.wording import use_our_words
from organisations.models import Membership

USUAL_TIME, LONGEST_TIME = timedelta(days=28), timedelta(days=3 * 365)


class BeginForm(forms.Form):
    """Chooses among `offered`; what is only suggested comes along where it is ticked."""

    first = forms.ChoiceField(
        label=_("Was davon fangen Sie an?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie, womit Sie anfangen.")},
    )
    accepted = forms.MultipleChoiceField(
        label=_("Auf die Liste nehmen"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    due_date = forms.DateField(
        label=_("Fertig bis"),
        widget=DayInput(),
        help_text=_("Ein Tag, den Sie einhalten können. Sie können ihn später ändern."),
        error_messages={"required": _("Bitte nennen Sie einen Tag.")},
    )
    responsible = PersonField(
        queryset=Membership.objects.none(),
        label=_("Wer kümmert sich?"),
        required=False,
        empty_label=_("noch niemand"),
    )

    def __init__(
        self, offered: Sequence[Opportunity], who: Participation, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        use_our_words(self.fields)
        self.offered = {one.key: one for one in offered}
        suggested = [one.key for one in offered if one.is_suggested]
        fields: Any = self.fields
        fields["first"].choices = [(one.key, one.title) for one in offered]
        fields["accepted"].choices = [(key, self.offered[key].title) for key in suggested]
        fields["accepted"].initial = suggested
        fields["due_date"].initial = timezone.localdate() + USUAL_TIME
        people = Membership.objects.of(who.organisation).with_people()
        fields["responsible"].queryset = people
        fields["responsible"].initial = who.pk if isinstance(who, Membership) else None

    def clean_first(self) -> Opportunity:
        """Return what was chosen."""
        return self.offered[self.cleaned_data["first"]]

    def clean_accepted(self) -> list[Opportunity]:
        """Return what was ticked."""
        return [self.offered[key] for key in self.cleaned_data["accepted"]]

    def clean_due_date(self) -> date:
        """Refuse days that are over or too far away."""
        day: date = self.cleaned_data["due_date"]
        today = timezone.localdate()
        if not today <= day <= today + LONGEST_TIME:
            raise forms.ValidationError(
                _("Bitte einen Tag ab heute wählen, höchstens drei Jahre entfernt.")
            )
        return day

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What the page shows of each offer: itself, and what stands chosen."""
        first, accepted = self["first"].value(), self["accepted"].value() or ()
        return [
            {"offer": one, "is_first": key == first, "is_accepted": key in accepted}
            for key, one in self.offered.items()
        ]
