"""What tests of the pages of a check read from them and from the database."""

import re
from html import unescape

from django.urls import reverse

from checks.models import Answer, Requirement
from organisations import tenancy

HTMX = {"HTTP_HX_REQUEST": "true"}


def at(pilot, name, **kwargs):
    return reverse(f"checks:{name}", kwargs={"slug": pilot.organisation.slug, **kwargs})


def text(response):
    return unescape(" ".join(response.content.decode().split()))


def fields_of(page):
    """Return what a browser would send of the text fields and hidden fields of a page."""
    form = page[page.index("novalidate") :]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)"[^>]* value="([^"]*)"', form))
    texts = re.findall(r'<textarea name="([^"]+)"[^>]*>\s*(.*?)</textarea>', form, re.DOTALL)
    return fields | dict(texts)


def answers(check):
    with tenancy.activate(check.organisation):
        return {
            answer.question_key: answer for answer in Answer.objects.select_related("updated_by")
        }


def requirements(check):
    with tenancy.activate(check.organisation):
        return [requirement.text for requirement in Requirement.objects.current()]
