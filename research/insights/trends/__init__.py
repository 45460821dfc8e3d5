"""How often people speak of each theme, month by month over years, and whether that changes by more than chance."""

from research.insights.trends.counting import MonthCounts, Span, month_counts
from research.insights.trends.judging import Month, Trend, judged
from research.insights.trends.of_services import trends_of

__all__ = ["Month", "MonthCounts", "Span", "Trend", "judged", "month_counts", "trends_of"]
