"""Pain points and answers: making one from a theme, keeping it up to date, and which comes first."""

from research.insights.admin.pain_points.answers import Answers
from research.insights.admin.pain_points.making import MakePainPointView
from research.insights.admin.pain_points.viewset import PainPoints

__all__ = ["Answers", "MakePainPointView", "PainPoints"]
