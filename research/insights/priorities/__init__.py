"""Which pain points come first: how bad beside how often, as a picture, a table and a sentence."""

from research.insights.priorities.lines import Line, Matrix, Pin, matrix_of
from research.insights.priorities.placing import Corner, corner_of

__all__ = ["Corner", "Line", "Matrix", "Pin", "corner_of", "matrix_of"]
