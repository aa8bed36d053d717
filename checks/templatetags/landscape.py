"""Connections in words, for templates."""

from __future__ import annotations

from django import template

from checks.domain import landscape_wording

register = template.Library()
register.filter("how_often", landscape_wording.how_often)
register.filter("how_long", landscape_wording.how_long)
