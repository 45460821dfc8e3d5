"""The journey map as a Wagtail page: draft, preview, publish, revisions."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail.search import index

from journeys.models.blocks import MapBlock
from journeys.models.personas import Persona
from journeys.models.services import Service
from journeys.models.steps import DrawnStep, Step


class State(models.TextChoices):
    """Is this how it goes, or how it should go."""

    CURRENT = "current", _("how it goes now")
    FUTURE = "future", _("how we want it")


class Basis(models.TextChoices):
    """What the map rests on."""

    ASSUMED = "assumed", _("assumed")
    PARTLY = "partly", _("partly researched")
    RESEARCHED = "researched", _("researched")


@dataclass(frozen=True)
class Stage:
    """A stage with its steps, as drawn: each step is the block (`.id`, `.value`)."""

    title: str
    steps: tuple[Any, ...]


class JourneyIndexPage(Page):  # type: ignore[misc]
    """/klantreizen/: all journeys."""

    personal_fields: ClassVar = frozenset[str]()

    intro = models.TextField(_("introduction"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("intro")]
    template = "journeys/journey_index_page.html"
    max_count_per_parent = 1
    parent_page_types: ClassVar = ["pages.HomePage"]
    subpage_types: ClassVar = ["journeys.JourneyPage"]

    class Meta:
        verbose_name = _("list of journeys")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the published journeys below this page."""
        journeys = (
            JourneyPage.objects.child_of(self).live().select_related("service").order_by("service__position", "state")
        )
        return {**super().get_context(request, *args, **kwargs), "journeys": journeys}


class JourneyPage(Page):  # type: ignore[misc]
    """One journey through one service, step by step."""

    personal_fields: ClassVar = frozenset[str]()

    service = models.ForeignKey(Service, verbose_name=_("service"), on_delete=models.PROTECT, related_name="journeys")
    persona = models.ForeignKey(
        Persona, verbose_name=_("persona"), null=True, blank=True, on_delete=models.SET_NULL, related_name="journeys"
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.CURRENT)
    basis = models.CharField(_("what it rests on"), max_length=12, choices=Basis, default=Basis.ASSUMED)
    lead = models.CharField(_("lead"), max_length=255, blank=True)
    plain_story = models.TextField(
        _("plain story"),
        blank=True,
        help_text=_("The whole map as text, in plain words. For people who do not read tables."),
    )
    body = StreamField(
        MapBlock(),
        verbose_name=_("map"),
        blank=True,
        help_text=_("Begin with a stage; the steps below it belong to it."),
    )

    content_panels: ClassVar = [
        *Page.content_panels,
        MultiFieldPanel(
            [FieldPanel("service"), FieldPanel("persona"), FieldPanel("state"), FieldPanel("basis")], heading=_("About")
        ),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("plain_story"),
    ]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("lead"), index.SearchField("plain_story")]
    template = "journeys/journey_page.html"
    parent_page_types: ClassVar = ["journeys.JourneyIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("journey")
        verbose_name_plural = _("journeys")

    def clean(self) -> None:
        """Refuse a map whose first row is not a stage: its steps would belong nowhere."""
        super().clean()
        if self.body and self.body[0].block_type != "stage":
            raise ValidationError({"body": _("Begin the map with a stage. Move the first stage above the first step.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the page; when what visitors see has changed, the step rows follow."""
        super().save(*args, **kwargs)
        fields = kwargs.get("update_fields")
        if self.live and self.leads_its_translations and (fields is None or "body" in fields):
            Step.objects.redraw(service=self.service, journey_key=self.translation_key, drawn=self.drawn_steps())

    @property
    def leads_its_translations(self) -> bool:
        """Say whether this page names the steps: the one in the site's first language, or the only one there is."""
        default = Locale.get_default()
        if self.locale_id == default.pk:
            return True
        return not JourneyPage.objects.filter(translation_key=self.translation_key, locale=default).exists()

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """Return the stages with their step blocks, in order."""
        stages: list[Stage] = []
        for block in self.body:
            if block.block_type == "stage":
                stages.append(Stage(title=block.value["title"], steps=()))
            elif stages:
                stages[-1] = Stage(title=stages[-1].title, steps=(*stages[-1].steps, block))
        return tuple(stages)

    def drawn_steps(self) -> list[DrawnStep]:
        """Return the steps as drawn, first to last."""
        return [
            DrawnStep(key=UUID(block.id), title=block.value["title"], stage_title=stage.title)
            for stage in self.stages
            for block in stage.steps
        ]
