"""Three demo organisations in different stages, clearly marked as demo."""

from lotse.demo.content import SIGN_INS

__all__ = ["SIGN_INS"]
