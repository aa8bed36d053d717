from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasuresConfig(AppConfig):
    """What to do: measures, ratings on five criteria and the ranked list."""

    name = "measures"
    verbose_name = _("Maßnahmen")

    def ready(self) -> None:
        """Say what becomes of measures when someone leaves, and what a check may learn."""
        from checks.signals import experience_wanted
        from measures.domain.completing import experiences_on
        from measures.domain.leaving import measures_left_alone, steps_left_alone
        from organisations.signals import membership_ends

        membership_ends.connect(measures_left_alone, dispatch_uid="measures.measures_left_alone")
        membership_ends.connect(steps_left_alone, dispatch_uid="measures.steps_left_alone")
        experience_wanted.connect(experiences_on, dispatch_uid="measures.experiences_on")
