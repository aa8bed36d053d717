"""Puts our own site in the place of Django's administration."""

from django.contrib.admin.apps import AdminConfig


class HostsAdminConfig(AdminConfig):
    """Django's administration, reduced to what hosts may see."""

    default_site = "organisations.administration.HostSite"
