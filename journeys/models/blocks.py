"""What a journey map is made of: stages and steps, in one flat list.

One list, so that a step can be moved to another stage by dragging or with the arrows and is still the same step.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from journeys.models.services import Channel

EVIDENCE_LEVELS = [
    ("assumed", _("assumption")),
    ("heard", _("heard")),
    ("researched", _("researched")),
    ("measured", _("measured")),
]
FEELINGS = [("-2", _("very bad")), ("-1", _("bad")), ("0", _("neutral")), ("1", _("good")), ("2", _("very good"))]


def line(label: Any, *, help_text: Any = "") -> blocks.CharBlock:
    """Return an optional single line of at most 160 characters."""
    return blocks.CharBlock(required=False, max_length=160, label=label, help_text=help_text)


class StageBlock(blocks.StructBlock):
    """A part of the journey; the steps below it belong to it, until the next stage."""

    title = blocks.CharBlock(max_length=80, label=_("Stage"))

    class Meta:
        icon = "title"
        label = _("Stage")
        label_format = "{title}"
        form_classname = "struct-block d8-stage"


class StepBlock(blocks.StructBlock):
    """One step, with what is known in each lane of the map."""

    title = blocks.CharBlock(max_length=80, label=_("Step"))
    action = line(_("What does the citizen do?"))
    channels = blocks.MultipleChoiceBlock(choices=Channel.choices, required=False, label=_("Touchpoint"))
    actor = line(_("Who acts?"))
    assumed_feeling = blocks.ChoiceBlock(
        choices=FEELINGS,
        required=False,
        label=_("Assumed feeling"),
        help_text=_("What you think. The measured feeling comes from comments and is never typed in."),
    )
    evidence_level = blocks.ChoiceBlock(choices=EVIDENCE_LEVELS, default="assumed", label=_("How do we know this?"))
    moment_of_truth = blocks.BooleanBlock(required=False, label=_("Moment of truth"))
    thought = line(_("What does the citizen think?"))
    pain = line(_("What goes wrong?"))
    opportunity = line(_("What could be better?"))
    frontstage = line(_("What the citizen sees"))
    backstage = line(_("Behind the scenes"))
    support = line(_("Systems and suppliers"))
    department = line(_("Department"))
    hand_over_to = line(_("Handed over to"), help_text=_("The department that takes over after this step, if any."))

    class Meta:
        icon = "arrow-right"
        label = _("Step")
        label_format = "{title}"
        form_classname = "struct-block d8-step"


class MapBlock(blocks.StreamBlock):
    """Stages and steps, from first to last."""

    stage = StageBlock()
    step = StepBlock()
