"""The one vocabulary for test data.

Factories of tenant models open the tenancy themselves, so a test may create data anywhere.
"""

from tests.factories.checks import (
    AnswerFactory,
    CatalogueFactory,
    CatalogueMoveFactory,
    CheckFactory,
    ConnectionFactory,
    RequirementFactory,
    SetAsideAnswerFactory,
    SystemFactory,
    small_document,
    small_question,
    small_template,
)
from tests.factories.measures import (
    CriterionWeightsFactory,
    DeclinedSuggestionFactory,
    MeasureFactory,
    MeasureSystemFactory,
    RatingFactory,
    StepFactory,
)
from tests.factories.organisations import (
    AccompanimentFactory,
    AuditEntryFactory,
    ConsultancyFactory,
    ConsultantFactory,
    InstanceSettingsFactory,
    InvitationFactory,
    MandateFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.factories.portability import (
    DataExportFactory,
    DataExportFileFactory,
    DeletionRequestFactory,
)
from tests.factories.reports import ReportFactory, ReportFileFactory

__all__ = [
    "AccompanimentFactory",
    "AnswerFactory",
    "AuditEntryFactory",
    "CatalogueFactory",
    "CatalogueMoveFactory",
    "CheckFactory",
    "ConnectionFactory",
    "ConsultancyFactory",
    "ConsultantFactory",
    "CriterionWeightsFactory",
    "DataExportFactory",
    "DataExportFileFactory",
    "DeclinedSuggestionFactory",
    "DeletionRequestFactory",
    "InstanceSettingsFactory",
    "InvitationFactory",
    "MandateFactory",
    "MeasureFactory",
    "MeasureSystemFactory",
    "MembershipFactory",
    "OrganisationFactory",
    "RatingFactory",
    "ReportFactory",
    "ReportFileFactory",
    "RequirementFactory",
    "SetAsideAnswerFactory",
    "StepFactory",
    "SystemFactory",
    "UserFactory",
    "small_document",
    "small_question",
    "small_template",
]
