"""The overview: how far an organisation is in each part of its work, and the one next step."""
