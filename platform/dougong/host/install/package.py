"""An app as one file: a ZIP of its folder. What comes from outside is read with bounds and refused in words."""

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

import orjson

from dougong.metamodel.compile import revision_of
from dougong.metamodel.documents import Bundle, bundle_from_files
from dougong.metamodel.problem import Problem, ProblemsFound
from dougong.metamodel.text import LocalText, text

MOST = 20_000_000
"""Octets of a file that is taken in."""
_MOST_UNPACKED = 64_000_000
_MOST_FILES = 5_000
_MOST_SAMPLES = 20_000
"""Lines of sample tables: they are written while others wait to write; more is an import's work."""
_PIECE = 1 << 16
_DAY = (1980, 1, 1, 0, 0, 0)
"""Of every file in a package, so that equal apps are equal files."""


def read_package(content: bytes) -> Bundle:
    """The app in a ZIP, in its top folder or in the only one; ProblemsFound for what is no such thing."""
    if len(content) > MOST:
        raise _refused("too_big", text(f"文件超过 {MOST // 10**6} MB", f"The file is larger than {MOST // 10**6} MB"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            files = dict(_files(package))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _refused(
            "not_a_package", text("这不是应用文件(.zip)", "This is not the file of an app (.zip)")
        ) from error
    bundle = bundle_from_files(_below_the_top(files).items())
    if not bundle.app:
        raise ProblemsFound(bundle.problems)
    lines = sum(table.count("\n") for table in bundle.samples.values())
    if lines > _MOST_SAMPLES:
        words = text(
            f"示例数据有 {lines} 行，最多 {_MOST_SAMPLES}",
            f"There are {lines} sample rows, at most {_MOST_SAMPLES} may be",
        )
        raise _refused(
            "too_many_samples", words, text("去掉示例，安装后再导入", "Take them out and import them afterwards")
        )
    return bundle


def write_package(bundle: Bundle) -> bytes:
    """The bundle as a ZIP; equal bundles give equal octets."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for one in sorted(bundle.documents, key=lambda one: one.file):
            raw = orjson.dumps(one.raw, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
            package.writestr(zipfile.ZipInfo(one.file, _DAY), raw, zipfile.ZIP_DEFLATED)
        for name, table in sorted(bundle.samples.items()):
            package.writestr(zipfile.ZipInfo(f"samples/{name}.csv", _DAY), table.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def digest_of(bundle: Bundle) -> str:
    """Differs whenever the app's documents or samples do."""
    samples = json.dumps(bundle.samples, sort_keys=True).encode("utf-8", "surrogatepass")
    return f"{revision_of(bundle.documents)}{hashlib.blake2b(samples, digest_size=4).hexdigest()}"


def state_of(revision: int, bundle: Bundle) -> str:
    """What a consequence was worked out for: the release in force, and the app that would come."""
    return f"{revision}-{digest_of(bundle)}"


def _files(package: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    infos = [one for one in package.infolist() if not one.is_dir()]
    if len(infos) > _MOST_FILES:
        raise _refused("too_many_files", text(f"文件超过 {_MOST_FILES} 个", f"There are more than {_MOST_FILES} files"))
    left, seen = _MOST_UNPACKED, set[str]()
    for one in infos:
        name = _safe(one)
        if name in seen:
            raise _refused("twice", text(f"“{name}”出现了两次", f'"{name}" is there twice'))
        seen.add(name)
        if any(part.startswith(".") or part == "__MACOSX" for part in name.split("/")):
            continue  # what systems leave beside files
        content = bytearray()
        with package.open(one) as source:
            while piece := source.read(_PIECE):  # counted while unpacking: what a ZIP says of itself is not believed
                left -= len(piece)
                if left < 0:
                    size = _MOST_UNPACKED // 10**6
                    raise _refused("too_big", text(f"解开后超过 {size} MB", f"Unpacked it is larger than {size} MB"))
                content += piece
        yield name, bytes(content)


def _safe(one: zipfile.ZipInfo) -> str:
    """The name, below the package's folder; ProblemsFound for one that points elsewhere, and for links."""
    name = one.filename
    path = PurePosixPath(name)
    wrong = path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or "\0" in name
    if wrong or stat.S_ISLNK(one.external_attr >> 16) or one.flag_bits & 1:
        shown = name[:80]
        words = text(f"“{shown}”不是应用里的普通文件", f'"{shown}" is no plain file of an app')
        raise _refused("unsafe_file", words, text("重新打包应用的文件夹", "Pack the app's folder anew"))
    return path.as_posix()


def _below_the_top(files: dict[str, bytes]) -> dict[str, bytes]:
    """Without the one folder around everything that a file manager packs."""
    tops = {name.partition("/")[0] for name in files}
    if "app.json" in files or len(tops) != 1:
        return files
    return {name.partition("/")[2]: content for name, content in files.items()}


def _refused(code: str, message: LocalText, fix: LocalText | None = None) -> ProblemsFound:
    fix = fix or text(
        "用“导出应用”得到的文件，或打包应用的文件夹", "Take the file that an export gave, or pack the app's folder"
    )
    return ProblemsFound([Problem(code, message, fix=fix)])
