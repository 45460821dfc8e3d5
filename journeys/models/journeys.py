"""The journey map as a Wagtail page: draft, preview, publish, revisions."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail.models.pages import PageManager
from wagtail.query import PageQuerySet
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


class JourneyIndexPage(Page):
    """/klantreizen/: all journeys."""

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset({"intro"})

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
        journeys = JourneyPage.objects.child_of(self).public_to(request.user)
        return {**super().get_context(request, *args, **kwargs), "journeys": journeys}


class JourneyPageQuerySet(PageQuerySet):
    """Questions about journeys."""

    def public_to(self, user: Any) -> Any:
        """Return published journeys through services that this visitor may see, in the order of the services."""
        return (
            self.live()
            .filter(service__in=Service.objects.visible_to(user))
            .select_related("service")
            .order_by("service__position", "service__name", "state", "title")
        )

    def of(self, service: Service) -> Any:
        """Return the journeys through one service."""
        return self.filter(service=service)

    def beside(self, page: "JourneyPage") -> Any:
        """Return the published journeys through the same service in the same language, other than this one."""
        return self.live().filter(service_id=page.service_id, locale_id=page.locale_id).exclude(pk=page.pk)


class JourneyPage(Page):
    """One journey through one service, step by step."""

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset({"service", "persona", "state", "basis", "lead", "plain_story", "body"})

    service = models.ForeignKey(Service, verbose_name=_("service"), on_delete=models.PROTECT, related_name="journeys")
    persona = models.ForeignKey(
        Persona,
        verbose_name=_("persona"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="journeys",
        help_text=_("For whom is this map drawn?"),
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.CURRENT)
    basis = models.CharField(
        _("what it rests on"),
        max_length=12,
        choices=Basis,
        default=Basis.ASSUMED,
        help_text=_("Say it honestly: visitors read it under the title."),
    )
    lead = models.CharField(
        _("lead"), max_length=255, blank=True, help_text=_("One or two sentences: from where to where does it go?")
    )
    plain_story = models.TextField(
        _("plain story"),
        blank=True,
        help_text=_(
            "The whole map as text, in plain words, for people who do not read tables. "
            "An empty line begins a new paragraph."
        ),
    )
    body = StreamField(
        MapBlock(),
        verbose_name=_("map"),
        blank=True,
        help_text=_(
            "Begin with a stage; the steps below it belong to it. Drag a step, or use the arrows, to move it, "
            "also to another stage: what people said about it goes along. "
            "A step that you remove can come back with an older version."
        ),
    )

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("service"), FieldPanel("persona")]),
                FieldRowPanel([FieldPanel("state"), FieldPanel("basis")]),
            ],
            heading=_("About"),
        ),
        FieldPanel("body"),
        FieldPanel("plain_story"),
    ]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("lead"), index.SearchField("plain_story")]
    template = "journeys/journey_page.html"
    parent_page_types: ClassVar = ["journeys.JourneyIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    objects: ClassVar[Any] = PageManager.from_queryset(JourneyPageQuerySet)()

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
        if fields is None or {"body", "live", "service"} & set(fields):
            self._redraw()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete the page; its steps are marked as removed and stay, with all that was said about them."""
        result = super().delete(*args, **kwargs)
        Step.objects.take_off_deleted_maps()
        return result

    def _redraw(self) -> None:
        """Make the step rows follow this page, where this page names them."""
        standing = JourneyPage.objects.live().filter(translation_key=self.translation_key)
        if self.live and self.leads_its_translations:
            Step.objects.redraw(service=self.service, journey_key=self.translation_key, drawn=self.drawn_steps())
        elif not standing.exists():
            Step.objects.redraw(service=self.service, journey_key=self.translation_key, drawn=[])

    @property
    def leads_its_translations(self) -> bool:
        """Say whether this page names the steps: it is in the site's first language, or no such page is published."""
        default = Locale.get_default()
        if self.locale_id == default.pk:
            return True
        return not JourneyPage.objects.live().filter(translation_key=self.translation_key, locale=default).exists()

    @property
    def is_wanted(self) -> bool:
        """Say whether this is how it should go, so that nothing in it can have been measured."""
        return bool(self.state == State.FUTURE)

    @property
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
