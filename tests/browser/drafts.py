"""Drafts of the studio in a browser of tests: each test begins without what another left."""

from playwright.sync_api import Page


def without_drafts(page: Page) -> None:
    """Drops every draft of whoever is signed in; the page is the studio's first afterwards."""
    page.goto("/studio")
    for one in page.locator("form[action$='/draft']").all():
        values = {name: one.locator(f"[name={name}]").first.input_value() for name in ("id", "_csrf")}
        page.request.post("/studio/draft", form={**values, "do": "drop"})
