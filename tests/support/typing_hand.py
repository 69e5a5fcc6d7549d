"""A form in the hands of somebody at a browser without a screen: what it holds is sent as a browser would."""

import re

from starlette.testclient import TestClient

from .pages import csrf

ALIVE = {"HX-Request": "true"}


class Typing:
    """A new form in a browser's hands: what it holds is sent as a browser would."""

    def __init__(self, client: TestClient, path: str = "/estimate/new") -> None:
        self.client, self.entity = client, path.split("/")[1]
        self.page = client.get(path).text
        self.token = csrf(self.page)
        self.held = held(self.page)

    def put(self, at: str = "", **values: str) -> str:
        """Types into fields and asks for the form as it stands; `items__a__cut` is `f.items[a].cut`."""
        self.held = [one for one in self.held if one[0] not in {name_of(key) for key in values}]
        self.held += [(name_of(key), text) for key, text in values.items()]
        answer = self.send("form", at=at)
        assert answer.status_code == 200, answer.text
        self.take(answer.text)
        return self.page

    def take(self, page: str) -> None:
        """Goes on with the form that came back."""
        fixed = [one for one in self.held if one[0] in ("use", "id")]
        self.page, self.held = page, [*fixed, *held(page)]

    def send(self, where: str, **more: str):  # type: ignore[no-untyped-def]
        data: dict[str, list[str]] = {}
        for name, value in [*self.held, *more.items()]:
            data.setdefault(name, []).append(value)
        return self.client.post(f"/{self.entity}/{where}", data=data, headers={**ALIVE, "X-CSRF-Token": self.token})

    def value(self, key: str) -> str:
        return next(value for name, value in self.held if name == name_of(key))


def name_of(key: str) -> str:
    parts = key.split("__")
    return f"f.{parts[0]}[{parts[1]}].{parts[2]}" if len(parts) == 3 else f"f.{key}"


def held(page: str) -> list[tuple[str, str]]:
    """Names and values of the controls, templates left out."""
    page = re.sub(r"<template.*?</template>", "", page, flags=re.DOTALL)
    found = []
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and name[1] not in ("_csrf", "tab", "drop") and 'type="file"' not in tag:
            found.append((name[1], value[1] if value else ""))
    for name, body in re.findall(
        r'<(?:select|textarea)[^>]* name="([^"]+)"[^>]*>(.*?)</(?:select|textarea)>', page, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        found.append((name, chosen[1] if chosen else "" if "<option" in body else body))
    return found


def fresh(page: str) -> str:
    """The key of the row at the end of the table, still empty."""
    found = re.findall(r'data-row="([^"]+)" data-fresh', re.sub(r"<template.*?</template>", "", page, flags=re.DOTALL))
    return str(found[-1])
