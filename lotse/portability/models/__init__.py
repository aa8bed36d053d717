"""Exports and requests for deletion."""

from lotse.portability.models.deletion import DeletionRequest
from lotse.portability.models.export import DataExport, DataExportFile

__all__ = ["DataExport", "DataExportFile", "DeletionRequest"]
