"""How people sign in here: what allauth leaves to the project."""
