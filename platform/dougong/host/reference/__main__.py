"""Writes or checks docs/reference of the checkout in the working directory."""

import sys
from pathlib import Path

from dougong.host.reference import PAGES


def main(arguments: list[str]) -> int:
    """0 when every page is up to date (after writing, unless `--check`)."""
    folder = Path("docs/reference")
    stale = [
        name
        for name, page in PAGES.items()
        if not (folder / name).exists() or (folder / name).read_text("utf-8") != page()
    ]
    if "--check" in arguments:
        if stale:
            sys.stderr.write(f"docs/reference is not up to date, run `make docs`: {', '.join(stale)}\n")
        return bool(stale)
    folder.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(PAGES[name](), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
