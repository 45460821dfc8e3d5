"""How bad a pain point seems from what people said, as a suggestion beside a person's judgement."""

from research.insights.severity.rule import NOTHING_SAID, Kind, Mean, Part, Suggestion, Voices, suggest

__all__ = ["NOTHING_SAID", "Kind", "Mean", "Part", "Suggestion", "Voices", "suggest"]
