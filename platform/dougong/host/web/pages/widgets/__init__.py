"""The types of tiles of a page: one file each, one entry each."""

from dougong.metamodel.widget import WidgetType

from . import calendar, chart, forecast, funnel, listed, metric, progress, ranking, text
from .ask import Kind

KINDS: dict[WidgetType, Kind] = {
    "metric": metric.KIND, "progress": progress.KIND, "forecast": forecast.KIND, "ranking": ranking.KIND,
    "funnel": funnel.KIND, "chart": chart.KIND, "list": listed.KIND, "calendar": calendar.KIND, "text": text.KIND,
}  # fmt: skip
