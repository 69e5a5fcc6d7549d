"""What is wrong with a page as a browser shows it: by axe-core, by its width, by the height of what fingers press."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => (await axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'], // the sound ones are not listed
    })).violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => one.id +
        ' ' + one.nodes.length + ': ' + one.nodes[0].html.slice(0, 160) + ' ' + one.nodes[0].any.map((a) => a.message).join(' '))"""
SMALL = """() => [...document.querySelectorAll('button, summary, select, textarea, input:not([type=hidden]), [role=button], ' +
        'a.btn, a.ib, a.mi, a.tab, a.nav, nav a, .seg > *')].flatMap((one) => {
    const shown = one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const hit = one.closest('label') ?? (one.parentElement.matches('.in') && one.matches('input, select') ? one.parentElement : one);
    const box = hit.getBoundingClientRect(), reach = getComputedStyle(one, '::after');
    if (!shown || box.width < 2 || box.height < 2 || (one.matches('.sr') || one.closest('.sr, .skip'))) return [];
    const high = Math.max(box.height, reach.position === 'absolute' ? parseFloat(reach.height) || 0 : 0);
    return high >= 39.5 ? [] : [`${one.outerHTML.slice(0, 90)} is ${Math.round(high)} high`];
})"""
"""Text links among words are as high as their line; what is pressed to do something is not."""


def faults_of(page: Page, width: int, fingers: bool = True) -> list[str]:
    """Serious and critical findings, a page wider than the screen, and on a phone (with `fingers`) what is less than 40 high."""
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(RUN)
    if width < 500 and fingers:
        found += page.evaluate(SMALL)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    return found
