"""The generated part of the documentation: what the code says of itself, in words, under docs/reference/."""

from config.docs.writing import main

__all__ = ["main"]
