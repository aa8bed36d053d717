"""Backups of the whole instance in one file, and the way back."""


class BackupTrouble(Exception):
    """It cannot be backed up or restored; the text says why and what helps, in German."""
