"""Small pictures of pages kept beside the tests, and how another machine's are held against them.

A picture is the page at a quarter of its size, in grey. Only where fonts are the same can pictures be: the fingerprint
says so, and a machine with others skips. `make screens` takes them anew.
"""

import base64
import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import Page

FOLDER = Path(__file__).parent / "pictures"
_FONTS = ("WenQuanYi Micro Hei", "sans-serif", "Noto Sans SC", "PingFang SC")
_SHRINK = """async ([data, old]) => {
  const SIZE = 4, CELL = 10;
  const load = async (from) => createImageBitmap(await (await fetch(from)).blob());
  const paint = (image, width, height) => {
    const canvas = new OffscreenCanvas(width, height), pen = canvas.getContext('2d');
    pen.filter = 'grayscale(1)'; pen.imageSmoothingQuality = 'high'; pen.drawImage(image, 0, 0, width, height);
    return [canvas, pen.getImageData(0, 0, width, height).data];
  };
  const full = await load(data), width = Math.round(full.width / SIZE), height = Math.round(full.height / SIZE);
  const [canvas, now] = paint(full, width, height);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  const bytes = [...new Uint8Array(await blob.arrayBuffer())].map((one) => String.fromCharCode(one)).join('');
  if (!old) return { png: btoa(bytes), far: [] };
  const kept = await load(old);
  if (kept.width !== width || kept.height !== height) return { png: btoa(bytes), far: [[0, 0, 255]] };
  const [, before] = paint(kept, width, height);
  const far = [];
  for (let top = 0; top < height; top += CELL) for (let left = 0; left < width; left += CELL) {
    let sum = 0, count = 0;
    for (let y = top; y < Math.min(height, top + CELL); y += 1) for (let x = left; x < Math.min(width, left + CELL); x += 1) {
      sum += now[(y * width + x) * 4] - before[(y * width + x) * 4]; count += 1;
    }
    if (Math.abs(sum / count) > 14) far.push([left * SIZE, top * SIZE, Math.round(sum / count)]);
  }
  return { png: btoa(bytes), far };
}"""


def fingerprint() -> str:
    """Which fonts this machine draws the pages' families with; empty where nobody can say."""
    tool = shutil.which("fc-match")
    if tool is None:
        return ""
    told = [subprocess.run([tool, family], capture_output=True, text=True, check=False).stdout for family in _FONTS]
    return "".join(one.partition(":")[0] + "\n" for one in told)


def same_fonts() -> bool:
    kept = FOLDER / "FONTS"
    return kept.is_file() and kept.read_text() == fingerprint()


class Gallery:
    """Compares pictures, or takes them anew; `helper` is any page, its canvas does the work."""

    def __init__(self, helper: Page, renew: bool) -> None:
        self._helper = helper
        self._renew = renew
        if renew:
            FOLDER.mkdir(exist_ok=True)
            (FOLDER / "FONTS").write_text(fingerprint())

    def faults(self, name: str, png: bytes) -> list[str]:
        """Where the picture differs from the one that is kept; one that is missing is a fault too."""
        file = FOLDER / f"{name}.png"
        old = "" if self._renew or not file.is_file() else _data(file.read_bytes())
        found = self._helper.evaluate(_SHRINK, [_data(png), old])
        if self._renew:
            file.write_bytes(base64.b64decode(found["png"]))
            return []
        if not old:
            return [f"no picture of {name}: make screens"]
        far = found["far"]
        return [f"{name} looks different at {far[:6]} ({len(far)} places): make screens, if it is meant"] if far else []


def _data(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode()
