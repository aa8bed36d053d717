"""Where one can go in an organisation: a few places at first, more as it comes along."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.models import Role

register = template.Library()


class Place(NamedTuple):
    """A part of an organisation's pages; `belongs` tells whether it stands in the row."""

    section: str
    title: str | Promise
    url: str
    belongs: bool


# Section, title, address, and of what one thing must be there (`organisations.domain.places`).
# A place stands in the row when it has something in it, or when it is next.
PLACES: tuple[tuple[str, Any, str, frozenset[str] | None], ...] = (
    ("overview", _("Übersicht"), "overview", None),
    (
        "mandate",
        _("Beauftragung"),
        "organisations:mandate",
        frozenset({"mandate", "closed check", Role.DIRECTOR}),
    ),
    ("check", _("Check"), "checks:start", None),
    ("systems", _("Systeme"), "checks:systems", frozenset({"system"})),
    ("requirements", _("Anforderungen"), "measures:requirements", frozenset({"requirement"})),
    ("measures", _("Maßnahmen"), "measures:list", frozenset({"measure", "closed check"})),
    (
        "review",
        _("Wiedervorlage"),
        "reminders:review",
        frozenset({"dated measure", "mandate in force"}),
    ),
    ("reports", _("Berichte"), "reports:list", frozenset({"report", "measure"})),
    (
        "organisation",
        _("Organisation"),
        "organisations:team",
        frozenset({"colleague", "invitation", "consultancy"}),
    ),
)


@register.simple_tag(takes_context=True)
def places(context: RequestContext) -> list[Place]:
    """Return all places of the organisation at hand, in their order."""
    request = context["request"]
    there = request.contents | {request.membership.role}
    slug = {"slug": request.organisation.slug}
    found = []
    for section, title, name, tells in PLACES:
        if name == "checks:start" and not request.membership.may_edit:
            name = "checks:standing"
        belongs = tells is None or bool(tells & there) or section == context.get("section")
        found.append(Place(section, title, reverse(name, kwargs=slug), belongs))
    return found
