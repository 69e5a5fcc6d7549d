"""Black pictures of any size: a PNG of a few kilobytes may unfold to gigabytes."""

import struct
import zlib


def png(width: int = 4, height: int = 3) -> bytes:
    """One bit a pixel; whole, so that a reader that unfolds it gets what its head says."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((1 + (width + 7) // 8) * height), 1)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
