"""Packages from outside: what is no app is refused in words, what is one goes on the shelf and nothing is installed yet."""

import io
import json
import stat
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest

from dougong.host.install import check, install, shelf
from dougong.host.install.bundles import base_bundle
from dougong.host.install.package import MOST, digest_of, read_package, write_package
from dougong.host.workspaces import Workspace
from dougong.metamodel.documents import Bundle
from dougong.metamodel.problem import ProblemsFound

from tests.host.test_change_sets import codes

APP = {"$schema": "dougong/app/1", "key": "shop", "version": "1.0.0", "label": {"zh-CN": "店", "en": "Shop"}}
ENTITY = {
    "$schema": "dougong/entity/1", "key": "ware", "label": {"zh-CN": "货", "en": "Ware"}, "title": "name",
    "fields": [{"key": "name", "type": "text", "label": {"zh-CN": "名称", "en": "Name"}}],
}  # fmt: skip


def packed(files: Mapping[str, Any]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, raw in files.items():
            package.writestr(name, raw if isinstance(raw, bytes) else json.dumps(raw))
    return out.getvalue()


def bomb() -> bytes:
    """A hundred million zeros in a hundred thousand octets."""
    return packed({"app.json": APP, "samples/ware.csv": b"\0" * 100_000_000})


def linked() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        info = zipfile.ZipInfo("app.json")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        package.writestr(info, "/etc/passwd")
    return out.getvalue()


def lying() -> bytes:
    """Says it is small, and is not: the size in the directory is rewritten."""
    content = bytearray(packed({"app.json": APP, "samples/ware.csv": b"a" * 70_000_000}))
    size = (70_000_000).to_bytes(4, "little")
    while size in content:
        at = content.index(size)
        content[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_package"),
        (b"PK\x03\x04 nothing", "not_a_package"),
        (b"\0" * (MOST + 1), "too_big"),
        (bomb, "too_big"),
        (lying, ("too_big", "not_a_package")),
        (linked, "unsafe_file"),
        (packed({"../app.json": APP}), "unsafe_file"),
        (packed({"/app.json": APP}), "unsafe_file"),
        (packed({"..\\app.json": APP}), "unsafe_file"),
        (packed({"C:/app.json": APP}), "unsafe_file"),
        (packed({f"views/{n}.json": {} for n in range(5_001)}), "too_many_files"),
        (packed({"readme.txt": b"hello"}), ("unknown_file", "no_app")),
        (packed({"app.json": b"{"}), "not_json"),
        (packed({"app.json": b"[" * 100_000}), "not_json"),
        (packed({"app.json": APP, "samples/ware.csv": b"name\n" + b"a\n" * 20_001}), "too_many_samples"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)  # fmt: skip
def test_what_is_no_app_is_refused_in_words(content: Any, code: str | tuple[str, ...]) -> None:
    with pytest.raises(ProblemsFound) as refused:
        read_package(content() if callable(content) else content)
    assert set(codes(refused)) & ({code} if isinstance(code, str) else set(code))
    assert all(one.message.zh and one.message.en for one in refused.value.problems)


def test_a_folder_that_was_packed_with_what_systems_leave_beside_it() -> None:
    files = {
        "shop/app.json": APP,
        "shop/entities/ware.json": ENTITY,
        "shop/.DS_Store": b"x",
        "__MACOSX/shop/._app.json": b"y",
    }
    found = read_package(packed({**files}))
    assert found.app == "shop"
    assert [one.file for one in found.documents] == ["app.json", "entities/ware.json"]


def test_an_app_is_its_package_again(library: Bundle) -> None:
    content = write_package(library)
    again = read_package(content)
    assert digest_of(again) == digest_of(library)
    assert write_package(again) == content, "equal apps are equal files"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"app.json": {**APP, "key": "own"}}, "reserved"),
        ({"app.json": {**APP, "key": "Shop!"}}, "no_app"),
        ({"app.json": {**APP, "key": "../shop"}}, "no_app"),
        ({"app.json": {"key": "shop"}}, "no_app"),
    ],
)
def test_such_an_app_does_not_go_on_the_shelf(office: Workspace, files: Mapping[str, Any], code: str) -> None:
    with pytest.raises(ProblemsFound) as refused:
        shelf.put(office, packed(files))
    assert code in codes(refused)
    assert [one for one in shelf.offers(office) if one.own] == []


def test_a_newer_format_and_a_clash_are_told_before_anything_is_installed(office: Workspace, library: Bundle) -> None:
    install(office, library, with_samples=False)
    newer = read_package(packed({"app.json": APP, "entities/ware.json": {**ENTITY, "$schema": "dougong/entity/99"}}))
    assert "newer_format" in [one.code for one in check(newer, base_bundle().documents)]
    clash = shelf.put(office, packed({"app.json": APP, "entities/book.json": {**ENTITY, "key": "book"}}))
    with pytest.raises(ProblemsFound) as refused:
        install(office, clash.bundle)
    assert codes(refused) == ["duplicate_key"]
    assert "ware" not in office.store.model.entities


def test_the_shelf_keeps_one_package_of_a_key(office: Workspace) -> None:
    shelf.put(office, packed({"app.json": APP}))
    shelf.put(office, packed({"app.json": {**APP, "version": "2.0.0"}}))
    assert [one.app.version for one in shelf.offers(office) if one.own] == ["2.0.0"]
    assert shelf.take_away(office, "shop")
    assert not shelf.take_away(office, "shop")
    assert not shelf.take_away(office, "../data")
    assert [one for one in shelf.offers(office) if one.own] == []
