"""The consultant's view of all organisations that a consultancy accompanies."""
