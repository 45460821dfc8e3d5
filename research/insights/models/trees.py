"""The merge tree of a run: coarser and finer proposals without thinking again."""

from typing import ClassVar

from django.db import models

from research.insights.models.runs import AnalysisRun


class MergeTree(models.Model):
    """Which small cluster each comment is in, and in which order these merge, closest first."""

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset({"run", "leaves", "merges", "heights", "cut"})

    run = models.OneToOneField(AnalysisRun, on_delete=models.CASCADE, related_name="tree")
    leaves = models.JSONField(default=dict, help_text="The leaf of each comment, by its number.")
    merges = models.JSONField(default=list, help_text="Pairs of clusters: the one that stays and the one it takes up.")
    heights = models.JSONField(default=list, help_text="The likeness at which each merge happens.")
    cut = models.PositiveIntegerField(default=0, help_text="Into how many clusters the tree is cut now.")

    class Meta:
        verbose_name = "merge tree"
        verbose_name_plural = "merge trees"

    def __str__(self) -> str:
        return f"{self.run_id}: {len(self.heights) + 1}"
