// What a person would call broken, found in the page itself: returns sentences that begin with the rule.
() => {
  const found = [];
  const tell = (rule, element, more = '') => {
    const place = element.closest('[data-figure]')?.dataset.figure;
    const words = (element.textContent || element.getAttribute('aria-label') || '').replace(/\s+/g, ' ').trim().slice(0, 40);
    found.push(`${rule}: ${place ? `[${place}] ` : ''}<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> “${words}” ${more}`);
  };
  const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  const styles = new Map();
  const style = (element) => styles.get(element) ?? (styles.set(element, getComputedStyle(element)), styles.get(element));
  const quiet = (element) => element.closest('.sr, .skip, [hidden], [aria-hidden=true], .fc, canvas, dialog:not([open]), [popover]:not(:popover-open), noscript');
  const box = (element) => element.getBoundingClientRect();

  // Where text is, line by line, cut to what its scrolling and clipping ancestors let through.
  const areas = new Map();
  function clip(element) {
    if (!areas.has(element)) areas.set(element, clipped(element));
    return areas.get(element);
  }
  function clipped(element) {
    let area = { left: -1e6, top: -1e6, right: 1e6, bottom: 1e6 };
    for (let up = element; up && up !== document.documentElement; up = up.parentElement) {
      const css = style(up);
      if (css.overflowX !== 'visible' || css.overflowY !== 'visible') {
        const edge = box(up);
        area = { left: Math.max(area.left, edge.left), top: Math.max(area.top, edge.top), right: Math.min(area.right, edge.right), bottom: Math.min(area.bottom, edge.bottom) };
      }
      if (css.position === 'fixed') break;
    }
    return area;
  }
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element || element.closest('script, style, option, template, svg') || quiet(element) || !shown(element)) continue;
    range.selectNodeContents(node);
    const area = clip(element);
    for (const line of range.getClientRects()) {
      const left = Math.max(line.left, area.left), right = Math.min(line.right, area.right);
      const top = Math.max(line.top, area.top), bottom = Math.min(line.bottom, area.bottom);
      if (right - left > 2 && bottom - top > 2) texts.push({ element, left, right, top, bottom });
    }
  }

  // 1. Nothing makes the page wider than the window.
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width + 1) {
    const wide = [...document.querySelectorAll('body *')].filter((one) => box(one).right > width + 1 && shown(one) && clip(one).right > width + 1);
    tell('wider than the window', wide[0] ?? document.body, `${document.documentElement.scrollWidth} > ${width}`);
  }

  // 2. Words that are cut off say so by an ellipsis, or can be scrolled to.
  for (const element of new Set(texts.map((one) => one.element))) {
    for (let up = element, n = 0; up && n < 3; up = up.parentElement, n += 1) {
      const css = style(up);
      if (up.matches('.sr, input, textarea, select') || css.display === 'inline') continue;
      const cutX = up.scrollWidth > up.clientWidth + 2 && css.overflowX === 'hidden' && css.textOverflow !== 'ellipsis' && !up.querySelector('.ell, .sr');
      const cutY = up.scrollHeight > up.clientHeight + 4 && css.overflowY === 'hidden' && css.webkitLineClamp === 'none' && css.textOverflow !== 'ellipsis';
      if (up.clientWidth && (cutX || cutY) && up.children.length === 0) { tell('cut off', up, `${up.scrollWidth}x${up.scrollHeight} in ${up.clientWidth}x${up.clientHeight}`); break; }
    }
  }

  // 3. No words lie on other words, unless they are in layers above one another.
  function layer(element) {
    for (let up = element; up && up !== document.body; up = up.parentElement) {
      const css = style(up);
      if (['fixed', 'absolute', 'sticky'].includes(css.position)) return up;
    }
    return null;
  }
  const order = texts.map((one) => ({ ...one, layer: layer(one.element) })).sort((a, b) => a.top - b.top);
  for (let i = 0; i < order.length; i += 1) {
    for (let j = i + 1; j < order.length && order[j].top < order[i].bottom - 3; j += 1) {
      const a = order[i], b = order[j];
      if (a.layer !== b.layer || a.element === b.element || a.element.contains(b.element) || b.element.contains(a.element)) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 3 && down > 4) { tell('words on words', b.element, `over “${a.element.textContent.trim().slice(0, 30)}”`); break; }
    }
  }

  // 4. Contrast of words against what is painted behind them: 4.5, or 3 for large ones.
  const numbers = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  function parse(colour) {
    const [r, g, b, a = 1] = numbers(colour);
    return colour.startsWith('color(') ? { r: r * 255, g: g * 255, b: b * 255, a } : { r, g, b, a };
  }
  const over = (top, under) => ({ r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a), b: top.b * top.a + under.b * (1 - top.a), a: 1 });
  const channel = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ({ r, g, b }) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  function behind(element) {
    const layers = [];
    for (let up = element; up; up = up.parentElement) {
      const css = style(up), colour = parse(css.backgroundColor);
      if (css.backgroundImage !== 'none' && !up.matches('select, input')) return null;
      if (colour.a > 0) layers.push(colour);
      if (colour.a === 1) break;
    }
    return layers.reverse().reduce((under, one) => over(one, under), { r: 255, g: 255, b: 255, a: 1 });
  }
  const judged = new Set();
  for (const { element } of texts) {
    if (judged.has(element) || element.closest('[disabled], .old, .off, .av, .fc0')) continue;
    judged.add(element);
    const css = style(element), ground = behind(element);
    if (!ground) continue;
    let opacity = 1;
    for (let up = element; up; up = up.parentElement) opacity *= Number(style(up).opacity);
    const ink = parse(css.color);
    const seen = over({ ...ink, a: ink.a * opacity }, ground);
    const [high, low] = [light(seen), light(ground)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    const large = parseFloat(css.fontSize) >= 24 || (parseFloat(css.fontSize) >= 18.6 && Number(css.fontWeight) >= 600);
    if (ratio < (large ? 3 : 4.5) - 0.02) tell('contrast', element, `${ratio.toFixed(2)} ${css.color}`);
  }

  // 5. Icons that were not found draw nothing.
  const symbols = document.querySelectorAll('svg.i use');
  for (const use of symbols) {
    if (shown(use.parentElement) && !quiet(use.parentElement.parentElement) && use.getBBox().width === 0) tell('no such icon', use.closest('svg').parentElement, use.getAttribute('href').split('#')[1]);
  }

  // 6. Everything that can be clicked can be reached by keys.
  for (const one of document.querySelectorAll('[role=button], [role=option], summary, a, button, [data-edit], [hx-get]:not([hx-trigger]), [hx-post]:not(form)')) {
    if (!shown(one) || quiet(one)) continue;
    const managed = one.closest('[role=listbox], [role=menu], [role=tablist], [role=treegrid], [role=grid], .cal, .combo, .date, [data-pop] .menu, tbody, tr');
    const inside = one.querySelector('a[href], button, input, [tabindex]');
    if (one.tabIndex < 0 && !managed && !inside && !one.disabled) tell('not by keys', one);
    if (one.matches('a:not([href])') && !managed) tell('link without address', one);
  }
  return [...new Set(found)];
}
