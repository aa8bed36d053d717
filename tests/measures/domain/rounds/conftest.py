"""An organisation with a pilot, a director and three rated measures, opened."""

from datetime import timedelta

import pytest
from django.utils import timezone

from measures.domain.rounds.opening import open_round
from measures.models import PrioritisationRound, RatingMode
from tests.factories import MeasureFactory, MembershipFactory

TODAY = timezone.localdate()
IN_EIGHT_WEEKS = TODAY + timedelta(weeks=8)


@pytest.fixture
def pilot(organisation):
    return MembershipFactory(organisation=organisation, user__name="Ada Probe").user


@pytest.fixture
def director(organisation):
    return MembershipFactory(
        organisation=organisation, role="director", user__name="Ben Probe"
    ).user


@pytest.fixture
def measures(organisation):
    """Three measures on the places 1 to 3."""
    return [
        MeasureFactory(organisation=organisation, title=title, rated=(value,) * 5, effort_hours=10)
        for title, value in (("Kalender", 5), ("Ablage", 4), ("Telefon", 2))
    ]


@pytest.fixture
def opened(organisation, pilot, director):
    """Return a function that opens a round of both people."""

    def open_one(rating_mode=RatingMode.TOGETHER, people=None, **kwargs):
        round_ = PrioritisationRound(
            organisation=organisation, held_on=TODAY, rating_mode=rating_mode, **kwargs
        )
        return open_round(round_, people or [pilot, director], pilot)

    return open_one
