from django.apps import AppConfig


class LotseConfig(AppConfig):
    """The project itself: commands, template tags and what composes the apps."""

    name = "lotse"
