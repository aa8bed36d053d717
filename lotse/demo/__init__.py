"""Three demo organisations in different stages, clearly marked as demo."""
