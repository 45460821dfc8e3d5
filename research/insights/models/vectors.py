"""Sentence vectors, kept so that a text is encoded once."""

from typing import ClassVar

from django.db import models


class StoredVector(models.Model):
    """The vector of one text for one model; the text itself is not kept, only its digest."""

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset({"fingerprint", "digest", "vector"})

    fingerprint = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    vector = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fingerprint", "digest"], name="one_vector_per_text_and_model")
        ]

    def __str__(self) -> str:
        return f"{self.fingerprint}:{self.digest[:8]}"
