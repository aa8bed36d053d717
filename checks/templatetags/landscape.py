"""Connections in words, for templates."""

from __future__ import annotations

from django import template

from checks.domain import surveying

register = template.Library()
register.filter("how_often", surveying.how_often)
register.filter("how_long", surveying.how_long)
