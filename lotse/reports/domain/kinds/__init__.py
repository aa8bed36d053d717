"""What each kind of report says: from the material to a document."""
