"""For whom a journey is drawn."""

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class DigitalSkill(models.TextChoices):
    """How much digital skill a person has."""

    LITTLE = "little", _("little")
    SOME = "some", _("some")
    GOOD = "good", _("good")


class Persona(models.Model):  # type: ignore[django-manager-missing]  # Wagtail's page manager has no types
    """An invented citizen who stands for many."""

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset({"name", "summary", "summary_en", "age_band", "digital_skill", "quote"})

    name = models.CharField(_("name"), max_length=80, unique=True)
    summary = models.TextField(_("who this is"), blank=True)
    summary_en = models.TextField(_("who this is, in English"), blank=True)
    age_band = models.CharField(_("age"), max_length=20, blank=True)
    digital_skill = models.CharField(_("digital skill"), max_length=10, choices=DigitalSkill, default=DigitalSkill.SOME)
    quote = models.CharField(_("typical sentence"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("personas")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def about(self) -> str:
        """Return who this is, in the language of the reader, else in Dutch."""
        return (self.summary_en if get_language() == "en" else "") or self.summary
