"""Uploaded lists, their imports, and which measures came from them."""

from lotse.imports.models.list_import import ImportedMeasure, ListImport
from lotse.imports.models.uploaded_list import Twins, UploadedList

__all__ = ["ImportedMeasure", "ListImport", "Twins", "UploadedList"]
