"""What people talk about: proposed by machine, decided by people, both on record."""

from typing import Any, ClassVar, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.models import Comment
from journeys.models import Service
from research.insights.models.runs import AnalysisRun
from research.insights.models.verdicts import RETIRED, Source, Status


class ThemeState(models.TextChoices):
    """Who stands for a theme: the machine, or a person."""

    DRAFT = "draft", _("proposal")
    APPROVED = "approved", _("approved")
    RETIRED = "retired", pgettext_lazy("theme", "retired")


class ThemeQuerySet(models.QuerySet["Theme"]):
    """Questions about themes."""

    def visible_to(self, user: Any) -> Self:
        """Return themes to staff who may see them, none to anybody else.

        A title that nobody stands for yet may be a citizen's own words: it is for who may read comments.
        """
        if not (user.is_active and user.has_perm("insights.view_theme")):
            return self.none()
        return self if user.has_perm("feedback.view_comment") else self.filter(title_locked=True)

    def approved(self) -> Self:
        """Return themes that a person stands for."""
        return self.filter(state=ThemeState.APPROVED)

    def proposed(self) -> Self:
        """Return themes that wait for a person."""
        return self.filter(state=ThemeState.DRAFT)

    def of(self, service: Service | None) -> Self:
        """Return the themes of a service."""
        return self.filter(service=service)

    def held(self) -> Self:
        """Return themes that a person decided something about; no run may change or drop them.

        What was undone again was not decided; a theme that only an undone decision made is nobody's.
        """
        edits = ThemeEdit.objects.filter(theme=OuterRef("pk"))
        stands = Exists(edits.filter(undone_by=None).exclude(kind=EditKind.UNDO))
        decided = [
            stands,
            Exists(Anchor.objects.filter(theme=OuterRef("pk"))),
            Exists(Theme.objects.filter(merged_into=OuterRef("pk"))),
        ]
        by_person = ~Q(state=ThemeState.DRAFT) | decided[0] | decided[1] | decided[2]
        withdrawn = Q(state=ThemeState.RETIRED) & Exists(edits) & ~stands
        return self.filter(by_person, ~withdrawn, merged_into=None)

    def in_run(self, run: AnalysisRun) -> Self:
        """Return themes that comments were put under in a run."""
        return self.filter(Exists(Assignment.objects.filter(run=run, theme=OuterRef("pk"), status=Status.ASSIGNED)))


class Theme(models.Model):
    """A subject that comes back in comments. Its identity is this row, never a cluster's number."""

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset(
        {
            "uuid",
            "service",
            "title",
            "title_locked",
            "keywords",
            "quotes",
            "state",
            "merged_into",
            "created_run",
            "created_at",
            "version",
            "remembered",
            "seen_at",
        }
    )

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    service = models.ForeignKey(
        Service, verbose_name=_("service"), null=True, blank=True, on_delete=models.CASCADE, related_name="themes"
    )
    title = models.CharField(_("title"), max_length=120)
    title_locked = models.BooleanField(default=False, editable=False)
    keywords = models.JSONField(_("keywords"), default=list, editable=False)
    quotes = models.JSONField(
        default=list,
        editable=False,
        help_text="Places of quotes: comment, start, end, kind; the words stay in the comment.",
    )
    state = models.CharField(_("state"), max_length=8, choices=ThemeState, default=ThemeState.DRAFT, db_index=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from", editable=False
    )
    created_run = models.ForeignKey(
        AnalysisRun, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(
        default=1,
        editable=False,
        help_text="Raised by every change, so that two colleagues cannot overwrite each other.",
    )
    remembered = models.JSONField(
        default=list,
        editable=False,
        help_text="Its comments when it was last there, so that it is known if it returns.",
    )
    seen_at = models.DateTimeField(null=True, editable=False, help_text="When a run last found it.")

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering: ClassVar = ["service", "title"]
        permissions: ClassVar = [("approve_theme", "Can approve, rename and merge themes")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(state="retired"), name="theme_merged_is_retired"
            )
        ]

    def __str__(self) -> str:
        return self.title


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Questions about assignments."""

    def primary(self) -> Self:
        """Return one row for each comment: its main theme, or why it has none."""
        return self.filter(primary=True)


class Assignment(models.Model):
    """A piece of a comment belongs to a theme, in one run."""

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset(
        {
            "run",
            "comment",
            "theme",
            "status",
            "reason",
            "primary",
            "unit_start",
            "unit_end",
            "score",
            "source",
            "nearest",
        }
    )

    run = models.ForeignKey(AnalysisRun, on_delete=models.CASCADE, related_name="assignments")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="assignments")
    theme = models.ForeignKey(Theme, null=True, on_delete=models.PROTECT, related_name="assignments")
    status = models.CharField(max_length=9, choices=Status)
    reason = models.CharField(max_length=20, blank=True)
    primary = models.BooleanField(default=False)
    unit_start = models.PositiveIntegerField(default=0)
    unit_end = models.PositiveIntegerField(default=0)
    score = models.FloatField(default=0)
    source = models.CharField(max_length=7, choices=Source, default=Source.MACHINE)
    nearest = models.ForeignKey(
        Theme,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The theme that came closest, where there was not enough to decide.",
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        indexes: ClassVar = [models.Index(fields=["run", "theme", "primary"], name="assignment_by_theme")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "comment"], condition=models.Q(primary=True), name="one_primary_per_comment_and_run"
            ),
            models.CheckConstraint(
                condition=Q(status="assigned", theme__isnull=False)
                | Q(status="other", reason=RETIRED, theme__isnull=False)
                | (~Q(status="assigned") & ~Q(reason=RETIRED) & Q(theme=None)),
                name="assigned_has_theme",
            ),
            models.CheckConstraint(condition=Q(unit_start__lte=F("unit_end")), name="unit_begins_before_it_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.get_status_display()}"


class EditKind(models.TextChoices):
    """What a person can do to themes."""

    RENAME = "rename", _("renamed")
    MERGE = "merge", _("merged")
    APPROVE = "approve", _("approved")
    RETIRE = "retire", pgettext_lazy("theme", "retired")
    MOVE = "move", _("comments moved")
    SPLIT = "split", _("split")
    CONFIRM = "confirm", _("comments confirmed")
    EXCLUDE = "exclude", _("comments left out")
    RECUT = "recut", _("cut again")
    UNDO = "undo", _("undone")


class ThemeEdit(models.Model):
    """What a person decided about a theme. Rows are added, never changed; every run replays them."""

    personal_fields: ClassVar = frozenset({"by"})
    safe_fields: ClassVar = frozenset({"theme", "kind", "details", "undoes", "at"})

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="edits")
    kind = models.CharField(max_length=8, choices=EditKind)
    details = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("edit of a theme")
        verbose_name_plural = _("edits of themes")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.theme}"


class Anchor(models.Model):
    """A person said that a comment belongs to a theme, or does not: a hard rule for every run."""

    personal_fields: ClassVar = frozenset({"by"})
    safe_fields: ClassVar = frozenset({"theme", "comment", "belongs", "at"})

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="anchors")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="anchors")
    belongs = models.BooleanField(default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("anchor")
        verbose_name_plural = _("anchors")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["theme", "comment"], name="one_word_per_theme_and_comment")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {'in' if self.belongs else 'not in'} {self.theme}"
