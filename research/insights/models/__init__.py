"""Runs of the analysis, themes, pain points, answers and reports."""

from research.insights.models.pain_points import Answer, PainPoint
from research.insights.models.reports import ReportIndexPage, ReportPage, ReportSnapshot
from research.insights.models.runs import AnalysisRun
from research.insights.models.themes import Anchor, Assignment, Theme, ThemeEdit
from research.insights.models.vectors import StoredVector

__all__ = [
    "AnalysisRun",
    "Anchor",
    "Answer",
    "Assignment",
    "PainPoint",
    "ReportIndexPage",
    "ReportPage",
    "ReportSnapshot",
    "StoredVector",
    "Theme",
    "ThemeEdit",
]
