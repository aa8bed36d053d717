"""Where the pages of the list of measures are."""

from django.urls import reverse

from measures.models import Measure


def at(one, name, **kwargs):
    """Return the address of a page, for a membership or about a measure."""
    if isinstance(one, Measure):
        kwargs["measure_id"] = one.pk
    return reverse(f"measures:{name}", kwargs={"slug": one.organisation.slug, **kwargs})
