"""A big run in pieces: what was learned, and what each shard of comments was found to say."""

from typing import ClassVar

from django.db import models

from research.insights.models.runs import AnalysisRun


class LearnedModel(models.Model):
    """What a run learned from its sample: every worker reads its shard against the same."""

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset({"run", "content"})

    run = models.OneToOneField(AnalysisRun, on_delete=models.CASCADE, related_name="learned")
    content = models.BinaryField()

    class Meta:
        verbose_name = "learned model"
        verbose_name_plural = "learned models"

    def __str__(self) -> str:
        return str(self.run_id)


class Shard(models.Model):
    """A stretch of comments, first to last by number, and the answer about them once a worker has it."""

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset({"run", "number", "first", "last", "taken_at", "answer", "done_at"})

    run = models.ForeignKey(AnalysisRun, on_delete=models.CASCADE, related_name="shards")
    number = models.PositiveIntegerField()
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    taken_at = models.DateTimeField(null=True)
    answer = models.BinaryField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "shard"
        verbose_name_plural = "shards"
        ordering: ClassVar = ["run", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="one_shard_of_each_number"),
            models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="shard_begins_before_it_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"
