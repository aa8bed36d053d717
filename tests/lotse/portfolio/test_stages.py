"""Where an organisation stands, told from a few facts."""

import pytest

from lotse.portfolio.domain.stages import Facts, Stage, stage_of


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        (Facts(is_handed_over=False), Stage.HANDOVER),
        (Facts(is_handed_over=False, has_running_check=True), Stage.HANDOVER),
        (Facts(), Stage.MANDATE),
        (Facts(has_mandate=True), Stage.CHECK),
        (Facts(has_running_check=True), Stage.CHECK),
        (Facts(has_finished_check=True), Stage.LIST),
        (Facts(has_finished_check=True, measures=3), Stage.ROUND),
        (Facts(has_finished_check=True, measures=3, under_way=1), Stage.REVIEW),
        (Facts(has_finished_check=True, has_running_check=True, measures=1), Stage.ROUND),
    ],
)
def test_the_stage_is_what_has_to_be_done_next(facts, stage):
    assert stage_of(facts) == stage
