"""What a run was asked and what made it, in words: choices, code and model."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from research.insights.models import AnalysisRun

SAID = frozenset({"themes", "granularity", "backend", "seed", "code", "model"})
ENCODERS = {"use-multilingual-3": "Universal Sentence Encoder, multilingual 3"}


def facts(run: AnalysisRun) -> Iterator[tuple[str, str]]:
    """Yield what a reader needs to do this run again, as label and sentence."""
    if run.parameters:
        yield _("How fine"), _how_fine(run)
        yield (
            _("Chance"),
            _("Seed %(seed)s: the same comments and choices give the same result.")
            % {"seed": run.parameters.get("seed", 0)},
        )
    if run.fingerprint:
        yield _("How comments were compared"), _how_compared(run)
        yield _("Version of the analysis"), str(run.fingerprint.get("code", "–"))
    for key, value in {**run.parameters, **run.fingerprint}.items():
        if key not in SAID:
            yield str(key).replace("_", " "), "–" if value is None else str(value)


def _how_fine(run: AnalysisRun) -> str:
    """Return how many themes were asked for."""
    themes = run.parameters.get("themes")
    if themes:
        return ngettext("%(n)s theme was asked for.", "%(n)s themes were asked for.", themes) % {"n": themes}
    return {
        "coarse": _("Fewer, broader themes than the comments themselves ask for."),
        "fine": _("More, finer themes than the comments themselves ask for."),
    }.get(run.parameters.get("granularity", "normal"), _("As many themes as the comments themselves ask for."))


def _how_compared(run: AnalysisRun) -> str:
    """Return whether meaning or words alone were compared, and with which model."""
    model = run.fingerprint.get("model", "words")
    if model == "words":
        return _("By their words only, without a language model.")
    name, _slash, version = str(model).partition("/")
    told = {"model": ENCODERS.get(name, name), "version": version or "–"}
    return _("By meaning and words, with the model %(model)s, version %(version)s, on our own machine.") % told
