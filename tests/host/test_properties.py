"""Controls read off any typed model: the right kind for each property, and what a control sends as JSON."""

from dougong.host.studio.properties import Property, changed, properties_of
from dougong.metamodel.page import Page
from dougong.metamodel.text import text
from dougong.metamodel.view import Card, Column, View
from dougong.metamodel.widget import Widget


def of(model: type, name: str) -> Property:
    return next(one for one in properties_of(model, {}) if one.name == name)


def test_each_property_has_the_control_of_its_type() -> None:
    kinds = {one.name: one.kind for one in properties_of(View, {})}
    assert kinds["type"] == "choice" and kinds["label"] == "words" and kinds["filter"] == "formula"
    assert kinds["page_size"] == "number" and kinds["group"] == "reference" and kinds["sums"] == "references"
    assert "card" not in kinds and "columns" not in kinds, "designers draw parts within parts"
    assert of(Column, "width").kind == "number" and of(Card, "lines").kind == "references"
    assert of(Page, "periods").kind == "choices" and of(Page, "periods").allowed == ("month", "quarter", "year")
    assert of(Widget, "width").kind == "number" and of(Widget, "measure").optional


def test_the_first_stand_first_and_switches_last() -> None:
    words = {"label": text("名称", "Name")}
    names = [one.name for one in properties_of(Widget, words, first=("type", "label"), rare=("hint",), hidden=("key",))]
    assert names[:2] == ["type", "label"] and "key" not in names
    assert names.index("hint") > names.index("width")


def test_what_a_control_sends_is_json_and_the_usual_is_left_out() -> None:
    raw = {"label": {"zh-CN": "甲", "en": "A"}}
    assert changed(of(View, "label"), raw, "en", " B ") == {"label": {"zh-CN": "甲", "en": "B"}}
    assert changed(of(View, "page_size"), raw, "", "20")["page_size"] == 20
    assert "page_size" not in changed(of(View, "page_size"), {**raw, "page_size": 20}, "", "50")
    assert changed(of(View, "sums"), raw, "", "a,b")["sums"] == ["a", "b"]
    assert "sums" not in changed(of(View, "sums"), {**raw, "sums": ["a"]}, "", "")
    assert changed(of(Page, "periods"), raw, "", "month,year")["periods"] == ["month", "year"]
    assert changed(of(View, "page_size"), raw, "", "viel")["page_size"] == "viel", "left for the model to refuse"
