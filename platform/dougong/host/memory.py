"""How a server's process takes memory: what stays for good is not looked through for garbage, and few heaps are kept."""

import ctypes
import gc
import sys
from contextlib import suppress

_ARENA_MAX, _MMAP_THRESHOLD = -8, -3  # of mallopt(3)
_HEAPS = 2
_LARGE = 256 << 10  # bytes; such blocks go back to the system at once
_YOUNG = 10_000
"""New objects between two looks for cycles; rows are many small values without any."""


def keep_few_heaps() -> None:
    """glibc gives each thread a heap of its own and returns little of it; after a load that was 40 MB. Call it before
    threads are started; nothing happens where there is another allocator."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            library = ctypes.CDLL(None)
            library.mallopt(_ARENA_MAX, _HEAPS)
            library.mallopt(_MMAP_THRESHOLD, _LARGE)


def settle() -> None:
    """Once everything is loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
