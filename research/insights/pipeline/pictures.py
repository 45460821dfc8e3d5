"""The picture of a run as it is kept: numbers of themes and comments with their places."""

from collections.abc import Mapping
from typing import Any

from research import analysis
from research.insights.models import Theme


def picture_of(result: analysis.Result, chosen: Mapping[int, Theme]) -> dict[str, Any]:
    """Return the picture with the rows of themes in place of their numbers in the result; empty when there is none."""
    drawn = result.picture
    if drawn is None:
        return {}
    spots = [
        {
            "theme": chosen[spot.theme].pk,
            "x": spot.x,
            "y": spot.y,
            "nearest": None if spot.nearest is None else chosen[spot.nearest].pk,
            "likeness": spot.likeness,
        }
        for spot in drawn.spots
    ]
    dots = [{"comment": int(dot.document_id), "x": dot.x, "y": dot.y} for dot in drawn.dots]
    return {"spots": spots, "dots": dots, "share": drawn.share}
