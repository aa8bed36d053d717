"""How the order of the measures comes about, and the weights behind it, to try and to save."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from measures.domain.explaining import Explanation
from measures.domain.list_hints import collect_warnings, hint
from measures.domain.prioritising import WEIGHTS, Row, ranked_list
from measures.forms.measures import WeightsForm
from measures.models import CriterionWeights
from organisations.models import Organisation
from organisations.views.access import EVERYONE, OrganisationRequest
from organisations.views.editing import ChangeView
from organisations.views.htmx import render_part, wants_part
from organisations.views.saving import UNPROCESSABLE

# More measures are shown when one asks for them.
FIRST_ONES = 10


def hints_on(
    request: OrganisationRequest, rows: Sequence[Row], weights: CriterionWeights
) -> list[dict[str, str]]:
    """Return what is amiss with the list: sentence, label and url that this person may follow."""
    found = []
    for warning in collect_warnings(request.organisation, rows, weights):
        said = hint(warning, may_edit=request.membership.may_edit)
        url = reverse(said.page, kwargs={"slug": request.organisation.slug, **said.ids})
        found.append({"sentence": said.sentence, "label": said.label, "url": url + said.query})
    return found


class EditWeights(ChangeView):
    """The order explained with its own figures; sliders try other weights, and save them.

    Weights to try stand in the address, or are sent with `try`; both store nothing.
    """

    section = "measures"
    roles = EVERYONE
    model, editor = CriterionWeights, WEIGHTS
    form_class = WeightsForm
    template_name = "measures/explanation.html"
    message = _("Die Gewichtung ist gespeichert, die Liste ist neu geordnet.")

    def find_row(self) -> CriterionWeights:
        """Return the weights of the organisation, behind a lock while somebody changes them."""
        if self.request.method == "POST":
            # The lock is on the organisation, because there may be no weights yet.
            organisations = Organisation.objects.select_for_update(no_key=True)
            organisations.get(pk=self.request.organisation.pk)
        return CriterionWeights.of(self.request.organisation)

    def get_form_kwargs(self) -> Any:
        """Let the form read the address, too; what is missing there is as today."""
        kwargs, address = super().get_form_kwargs(), self.request.GET
        if self.request.method != "POST" and any(key in address for key in WEIGHTS.fields):
            today = {key: getattr(self.stored, key) for key in WEIGHTS.fields}
            kwargs["data"] = today | address.dict() | {"version": self.stored.version}
        return kwargs

    def post(self, request: OrganisationRequest, **kwargs: Any) -> Any:
        """Save the weights, or only try them."""
        if not request.membership.may_edit:
            raise PermissionDenied
        if "try" not in request.POST:
            return super().post(request, **kwargs)
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **context: Any) -> Any:
        """Explain the weights of the form, those of today while they make no sense."""
        context = super().get_context_data(**context)
        form, today = context["form"], self.stored
        tried = form.instance if form.is_bound and form.is_valid() else None
        rows = ranked_list(self.request.organisation, weights=today)
        explained = Explanation(rows, today, tried)
        return context | {
            "explained": explained,
            "sliders": [(one.text, form[one.text.criterion], one) for one in explained.shares],
            "first_ones": explained.places[:FIRST_ONES],
            "rest_of_them": explained.places[FIRST_ONES:],
            "hints": [] if wants_part(self.request) else hints_on(self.request, rows, today),
        }

    def render_to_response(self, context: Any, **kwargs: Any) -> HttpResponse:
        """Answer htmx with the order alone."""
        status = kwargs.get("status", UNPROCESSABLE if context["form"].errors else 200)
        part = "measures/parts/order.html"
        return render_part(self.request, self.template_name, part, context, status)

    def get_success_url(self) -> str:
        return self.url("measures:list")
