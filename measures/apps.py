from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeasuresConfig(AppConfig):
    """What to do: measures, ratings on five criteria and the ranked list."""

    name = "measures"
    verbose_name = _("Maßnahmen")

    def ready(self) -> None:
        """Say what becomes of measures when someone leaves, and what a check may learn."""
        from checks.domain.repeating import EXPERIENCES
        from measures.domain.completing import experiences_on
        from measures.domain.leaving import measures_left_alone, steps_left_alone
        from organisations.domain.team import LOSSES

        LOSSES.extend((measures_left_alone, steps_left_alone))
        EXPERIENCES.append(experiences_on)
