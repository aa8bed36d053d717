"""Handing a measure over to tools in which it is carried out."""
