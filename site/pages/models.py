"""Home, plain content pages and the organisation's own words."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index


class CardBlock(blocks.StructBlock):
    """A thing that one can do here: a title, a sentence, a page."""

    title = blocks.CharBlock(max_length=80, label=_("Title"))
    text = blocks.CharBlock(max_length=255, label=_("Text"))
    page = blocks.PageChooserBlock(label=_("Page"))

    class Meta:
        icon = "link"
        label = _("Card")


class HomePage(Page):
    """/: says in one breath what one can do here."""

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset({"lead", "cards"})

    lead = models.TextField(_("lead"), blank=True)
    cards = StreamField([("card", CardBlock())], verbose_name=_("cards"), blank=True)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead"), FieldPanel("cards")]
    template = "pages/home_page.html"
    max_count_per_parent = 2  # one for each language
    parent_page_types: ClassVar = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")


class ContentPage(Page):
    """Plain text: about this site, privacy, accessibility."""

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset({"lead", "body", "in_footer"})

    lead = models.TextField(_("lead"), blank=True)
    body = RichTextField(_("text"), features=["h2", "h3", "bold", "ol", "ul", "link", "document-link"])
    in_footer = models.BooleanField(_("link in the footer"), default=False)

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    promote_panels: ClassVar = [*Page.promote_panels, FieldPanel("in_footer")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]
    template = "pages/content_page.html"
    parent_page_types: ClassVar = ["pages.HomePage", "pages.ContentPage"]
    subpage_types: ClassVar = ["pages.ContentPage"]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


@register_setting(icon="site")
class Organisation(BaseGenericSetting):
    """Who this site belongs to and how to reach them without a computer."""

    personal_fields: ClassVar = frozenset[str]()
    safe_fields: ClassVar = frozenset(
        {"name", "phone", "hours", "hours_en", "counter", "counter_en", "notice", "notice_en"}
    )

    name = models.CharField(_("name"), max_length=120, default="Gemeente")
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    hours = models.CharField(_("opening hours of the phone"), max_length=160, blank=True)
    hours_en = models.CharField(_("opening hours of the phone, in English"), max_length=160, blank=True)
    counter = models.CharField(_("counter"), max_length=255, blank=True)
    counter_en = models.CharField(_("counter, in English"), max_length=255, blank=True)
    notice = models.CharField(_("sentence at the foot of each page"), max_length=255, blank=True)
    notice_en = models.CharField(_("sentence at the foot of each page, in English"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("organisation")

    def words(self, language: str) -> dict[str, Any]:
        """Return name, phone, hours, counter and notice in a language, else in Dutch."""
        english = language == "en"
        return {
            "name": self.name,
            "phone": self.phone,
            "hours": (self.hours_en if english else "") or self.hours,
            "counter_text": (self.counter_en if english else "") or self.counter,
            "notice": (self.notice_en if english else "") or self.notice,
        }
