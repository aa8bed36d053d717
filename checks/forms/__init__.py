"""Everything that comes in from outside is validated here."""
