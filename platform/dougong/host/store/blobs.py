"""Uploaded files of a workspace, kept once per content under the hash of it; records keep hash, name, type and size.

Who may read a file is decided by the record that names it, never here.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from dougong.host.workspaces import Workspace

_PIECE = 1 << 20
_HEX = frozenset("0123456789abcdef")


def put(workspace: "Workspace", source: bytes | BinaryIO) -> str:
    """Keeps the content and returns its SHA-256 in hex; content that is there already is not written again."""
    folder = _folder(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    draft, digest = folder / f".{secrets.token_hex(8)}", hashlib.sha256()
    try:
        with draft.open("wb") as file:
            for piece in _pieces(source):
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        name = digest.hexdigest()
        place = path_of(workspace, name)
        place.parent.mkdir(exist_ok=True)
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
    return name


def open(workspace: "Workspace", name: str) -> BinaryIO:  # noqa: A001  # read as blobs.open
    """The content; FileNotFoundError when there is none of that hash."""
    return path_of(workspace, name).open("rb")


def size(workspace: "Workspace", name: str) -> int:
    """Bytes; FileNotFoundError when there is none of that hash."""
    return path_of(workspace, name).stat().st_size


def names(workspace: "Workspace") -> list[str]:
    """Hashes of everything kept."""
    return sorted(path.name for path in _folder(workspace).glob("??/*") if not path.name.startswith("."))


def share(source: "Workspace", target: "Workspace", name: str) -> None:
    """A file of one workspace in another too: the same on the disk where that has links, else a copy."""
    place = path_of(target, name)
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path_of(source, name), place)
    except OSError:
        shutil.copyfile(path_of(source, name), place)


def path_of(workspace: "Workspace", name: str) -> Path:
    """Where content lies; FileNotFoundError for what is not a hash, so that no other file can be named."""
    if len(name) != 64 or not _HEX.issuperset(name):
        raise FileNotFoundError(name)
    return _folder(workspace) / name[:2] / name


def small_of(workspace: "Workspace", name: str) -> Path:
    """Where the small one of a picture lies, if it was made; no backup holds it."""
    return workspace.home / "small" / path_of(workspace, name).name


def _folder(workspace: "Workspace") -> Path:
    return workspace.home / "files"


def _pieces(source: bytes | BinaryIO) -> Iterable[bytes]:
    return [source] if isinstance(source, bytes) else iter(lambda: source.read(_PIECE), b"")
