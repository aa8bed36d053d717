from django.apps import AppConfig
from django.db.models.signals import pre_delete
from django.utils.translation import gettext_lazy as _


class MeasuresConfig(AppConfig):
    """What to do: measures, ratings on five criteria and the ranked list."""

    name = "measures"
    verbose_name = _("Maßnahmen")

    def ready(self) -> None:
        """Tell apps below: what becomes of measures when someone leaves, what a check learns."""
        from checks.domain.repeating import EXPERIENCES
        from measures.domain.completing import experiences_on
        from measures.domain.leaving import measures_left_alone, steps_left_alone
        from measures.models import Measure, RoundSnapshot
        from organisations.domain.places import CONTENTS
        from organisations.domain.team import LOSSES
        from organisations.models import Organisation

        pre_delete.connect(
            RoundSnapshot.go_with, sender=Organisation, dispatch_uid="measures.snapshots_go"
        )
        LOSSES.extend((measures_left_alone, steps_left_alone))
        EXPERIENCES.append(experiences_on)
        CONTENTS["measure"] = lambda here: Measure.objects.filter(organisation=here)
        CONTENTS["measure under way"] = lambda here: Measure.objects.filter(
            organisation=here
        ).under_way()
        CONTENTS["dated measure"] = lambda here: Measure.objects.filter(organisation=here).dated()
