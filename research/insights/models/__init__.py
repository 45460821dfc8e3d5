"""Runs of the analysis, themes, pain points, answers and reports."""

from research.insights.models.decisions import Exclusion, Reading
from research.insights.models.pain_points import Answer, PainPoint
from research.insights.models.reports import ReportIndexPage, ReportPage, ReportSnapshot
from research.insights.models.runs import AnalysisRun
from research.insights.models.shards import LearnedModel, Shard
from research.insights.models.themes import Anchor, Assignment, Theme, ThemeEdit
from research.insights.models.trees import MergeTree
from research.insights.models.vectors import StoredVector

__all__ = [
    "AnalysisRun",
    "Anchor",
    "Answer",
    "Assignment",
    "Exclusion",
    "LearnedModel",
    "MergeTree",
    "PainPoint",
    "Reading",
    "ReportIndexPage",
    "ReportPage",
    "ReportSnapshot",
    "Shard",
    "StoredVector",
    "Theme",
    "ThemeEdit",
]
