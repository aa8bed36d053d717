"""Saving a filter of the list under a name, and removing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from measures.domain.listing import MeasureList
from measures.domain.saved_views import filter_of, remove_view, save_view
from measures.forms.filtering import FilterForm, SavedViewForm
from measures.models import ListPage, SavedView
from measures.views.listing import address, sent_query
from organisations.domain.editing import NameTaken
from organisations.views.access import EDITORS, OrganisationRequest, in_organisation
from organisations.views.saving import reason_not_saved


@in_organisation(roles=EDITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def saved_views(request: OrganisationRequest) -> HttpResponse:
    """Show the link to a view, save it under a name, and list what is saved already."""
    is_sent = request.method == "POST"
    query = sent_query(request) if is_sent else request.GET
    wanted = FilterForm(MeasureList(request.organisation), query).filter
    page = query.get("ansicht", "")
    page = page if page in ListPage.values else str(ListPage.LIST)
    form = SavedViewForm(request.POST if is_sent else None, initial={"page": page})
    status = 200
    if is_sent:
        taken = _("So heißt schon eine Ansicht. Bitte wählen Sie einen anderen Namen.")
        status = reason_not_saved(
            form,
            lambda: save_view(
                request.organisation, **form.cleaned_data, wanted=wanted, by=request.user
            ),
            {NameTaken: ("name", taken)},
        )
        if not status:
            messages.success(request, _("Die Ansicht ist gespeichert."))
            return redirect(address(request, form.cleaned_data["page"], wanted))
    views = SavedView.objects.filter(organisation=request.organisation).select_related("created_by")
    context = {
        "section": "measures",
        "form": form,
        "query": wanted.query,
        "link": request.build_absolute_uri(address(request, page, wanted)),
        "back": address(request, page, wanted),
        "views": [(view, address(request, view.page, filter_of(view))) for view in views],
    }
    return render(request, "measures/views/saved.html", context, status=status or 200)


@in_organisation(roles=EDITORS)
@require_POST
def remove(request: OrganisationRequest, saved_view_id: int) -> HttpResponse:
    """Remove a saved view."""
    view = (
        SavedView.objects.filter(organisation=request.organisation).filter(pk=saved_view_id).first()
    )
    if view is None:
        raise Http404
    remove_view(view, request.user)
    messages.success(request, _("Die Ansicht „%s“ ist entfernt.") % view.name)
    return redirect("measures:saved_views", slug=request.organisation.slug)
