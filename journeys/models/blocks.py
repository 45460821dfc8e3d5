"""What a journey map is made of: stages and steps, in one flat list.

One list, so that a step can be moved to another stage by dragging or with the arrows and is still the same step.
"""

from typing import Any, ClassVar

from django import forms
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


class Group(blocks.BlockGroup):
    """Fields under one heading in the editor, folded until somebody needs them.

    Wagtail makes a name out of the heading while the models load, when nothing can be translated yet: so the name is
    given.
    """

    def __init__(self, name: str, children: list[str], heading: Any, **options: Any) -> None:
        super().__init__(children, heading=name, **options)
        self.heading = heading


def line(label: Any, *, help_text: Any = "") -> blocks.CharBlock:
    """Return an optional single line of at most 160 characters."""
    return blocks.CharBlock(required=False, max_length=160, label=label, help_text=help_text)


class StageBlock(blocks.StructBlock):
    """A part of the journey; the steps below it belong to it, until the next stage."""

    title = blocks.CharBlock(
        max_length=80, label=_("Stage"), help_text=_("Two or three words. The steps below it belong to it.")
    )

    class Meta:
        icon = "title"
        label = _("Stage")
        label_format = "{title}"
        form_classname = "struct-block d8-stage"


class StepBlock(blocks.StructBlock):
    """One step, with what is known in each lane of the map."""

    title = blocks.CharBlock(max_length=80, label=_("Step"), help_text=_("Three words at most: the head of a column."))
    action = line(_("What does the citizen do?"), help_text=_("Short, in the present: looks for what is allowed."))
    channels = blocks.MultipleChoiceBlock(
        choices=Channel.choices,
        required=False,
        label=_("Touchpoint"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where citizen and organisation meet in this step."),
    )
    assumed_feeling = blocks.ChoiceBlock(
        choices=FEELINGS,
        required=False,
        label=_("Assumed feeling"),
        help_text=_("What you think. The measured feeling comes from comments and is never typed in."),
    )
    evidence_level = blocks.ChoiceBlock(
        choices=EVIDENCE_LEVELS,
        default="assumed",
        label=_("How do we know this?"),
        help_text=_(
            "Say honestly what this rests on. With five grades or more the map says by itself that it is measured."
        ),
    )
    moment_of_truth = blocks.BooleanBlock(
        required=False,
        label=_("Moment of truth"),
        help_text=_("Here people decide whether they trust you. One or two in a journey."),
    )
    actor = line(_("Who acts?"))
    thought = line(_("What does the citizen think?"), help_text=_("In their words: Is our day still free?"))
    pain = line(_("What goes wrong?"))
    opportunity = line(_("What could be better?"))
    frontstage = line(_("What the citizen sees"))
    backstage = line(_("Behind the scenes"), help_text=_("What the organisation does that the citizen does not see."))
    support = line(_("Systems and suppliers"))
    department = line(_("Department"), help_text=_("Leave it empty when nobody owns this step: the map will say so."))
    hand_over_to = line(_("Handed over to"), help_text=_("The department that takes over after this step, if any."))

    class Meta:
        icon = "arrow-right"
        label = _("Step")
        label_format = "{title}"
        form_classname = "struct-block d8-step"
        form_layout: ClassVar = blocks.BlockGroup(
            [
                "title",
                "action",
                "channels",
                "assumed_feeling",
                "evidence_level",
                "moment_of_truth",
                Group(
                    "citizen",
                    ["actor", "thought", "pain", "opportunity"],
                    _("What the citizen goes through"),
                    icon="user",
                    classname="collapsed",
                ),
                Group(
                    "organisation",
                    ["frontstage", "backstage", "support", "department", "hand_over_to"],
                    _("What the organisation does"),
                    icon="group",
                    classname="collapsed",
                ),
            ],
            heading="step",
        )


class MapBlock(blocks.StreamBlock):
    """Stages and steps, from first to last."""

    stage = StageBlock()
    step = StepBlock()

    class Meta:
        collapsed = True  # a long journey opens as a list of titles
