"""Where an organisation stands, told from a few facts."""

import pytest

from lotse.portfolio.domain.stages import Facts, PortfolioStage, stage_of


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        (Facts(is_handed_over=False), PortfolioStage.HANDOVER),
        (Facts(is_handed_over=False, has_finished_check=True), PortfolioStage.HANDOVER),
        (Facts(), PortfolioStage.CHECK),
        (Facts(has_finished_check=True), PortfolioStage.LIST),
        (Facts(has_finished_check=True, measures=3), PortfolioStage.ROUND),
        (Facts(has_finished_check=True, measures=3, under_way=1), PortfolioStage.REVIEW),
    ],
)
def test_the_stage_is_what_has_to_be_done_next(facts, stage):
    assert stage_of(facts) == stage
