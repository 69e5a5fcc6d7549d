// A chart is drawn from the table beside it: rows are categories, columns are series, a cell's link is its records.

let library;
const load = () => (library ??= new Promise((done, fail) => {
  const script = document.createElement('script');
  script.src = new URL('../vendor/echarts.js', import.meta.url).href;
  script.onload = () => done(window.echarts);
  script.onerror = fail;
  document.head.append(script);
}));

const VARIABLE = { blue: '--accent', teal: '--teal', violet: '--violet', amber: '--amber', green: '--green', red: '--red', gray: '--av7' };
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const hue = (name, fallback = '--accent') => css(VARIABLE[name] ?? fallback);

/** Heads, rows and cells of the figure's table. */
function read(figure) {
  const heads = [...figure.querySelectorAll('thead th')].slice(1).map((one) => ({ label: one.textContent, colour: one.dataset.colour }));
  const rows = [...figure.querySelectorAll('tbody tr')].map((row) => ({
    label: row.cells[0].textContent, colour: row.dataset.colour,
    cells: [...row.cells].slice(1).map((cell) => ({ value: Number(cell.dataset.v), words: cell.textContent, href: cell.firstElementChild?.getAttribute('href') })),
  }));
  return { heads, rows };
}

/** Short figures on an axis: 120万, 1.2M. */
function short(value) {
  const chinese = document.documentElement.lang.startsWith('zh');
  const steps = chinese ? [[1e8, '亿'], [1e4, '万']] : [[1e9, 'B'], [1e6, 'M'], [1e3, 'K']];
  const [size, unit] = steps.find(([least]) => Math.abs(value) >= least) ?? [1, ''];
  return `${Number((value / size).toFixed(1)).toLocaleString('en')}${unit}`;
}

function options(figure, { heads, rows }) {
  const shape = figure.dataset.chart;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const words = { color: css('--text-2'), fontSize: 12, fontFamily: css('--font') };
  if (shape === 'pie') {
    return { animation: !still, series: [{
      type: 'pie', radius: ['66%', '92%'], label: { show: false }, emphasis: { scaleSize: 4 },
      itemStyle: { borderColor: css('--surface'), borderWidth: 2 },
      data: rows.map((row) => ({ name: row.label, value: row.cells[0].value, itemStyle: { color: hue(row.colour) } })),
    }] };
  }
  const flat = shape === 'bar';
  const many = heads.length > 1;
  const line = shape === 'line' || shape === 'area';
  const category = { type: 'category', data: rows.map((row) => row.label), inverse: flat, axisTick: { show: false },
    axisLine: { show: !flat, lineStyle: { color: css('--line') } }, axisLabel: { ...words, width: flat ? Math.min(120, figure.clientWidth * 0.34) : undefined, overflow: 'truncate', hideOverlap: true } };
  const value = { type: 'value', axisLabel: { ...words, color: css('--text-3'), formatter: short, show: !flat || many }, splitNumber: 3, splitLine: { show: !flat || many, lineStyle: { color: css('--line-2') } } };
  const own = !many && rows.some((row) => row.colour);
  return {
    animation: !still, animationDuration: 300, textStyle: words,
    grid: { left: 4, right: flat && !many ? 64 : 8, top: 12, bottom: 2, containLabel: true },
    xAxis: flat ? value : category, yAxis: flat ? category : value,
    series: heads.map((head, n) => ({
      type: line ? 'line' : 'bar', name: head.label, stack: many && !line ? 'all' : undefined, barMaxWidth: flat ? 14 : 28, barMinHeight: 1, smooth: 0.2, symbolSize: 6,
      areaStyle: shape === 'area' ? { opacity: 0.12 } : undefined,
      itemStyle: { color: hue(head.colour), borderRadius: many ? 0 : flat ? [0, 4, 4, 0] : [4, 4, 0, 0] },
      label: { show: flat && !many, position: 'right', ...words, color: css('--text'), formatter: (at) => rows[at.dataIndex].cells[n].words },
      data: rows.map((row) => ({ value: row.cells[n].value, itemStyle: own && flat ? { color: hue(row.colour || 'blue') } : undefined })),
    })),
  };
}

/** Our own box: ECharts' needs inline styles in HTML, which the page forbids. */
function tip(figure, table, at, event) {
  const canvas = figure.querySelector('.canvas');
  const box = canvas.querySelector('.ctip') ?? canvas.appendChild(Object.assign(document.createElement('div'), { className: 'ctip' }));
  const row = table.rows[at];
  box.hidden = !row;
  if (!row) return;
  const title = Object.assign(document.createElement('b'), { textContent: row.label });
  box.replaceChildren(title, ...row.cells.map((cell, n) => {
    const line = document.createElement('span');
    const many = table.heads.length > 1;
    const mark = Object.assign(document.createElement('i'), { className: `dot8 f-${many ? table.heads[n].colour : row.colour || 'blue'}` });
    line.append(mark, many ? table.heads[n].label : '', Object.assign(document.createElement('em'), { textContent: cell.words }));
    return line;
  }));
  const left = Math.max(0, Math.min(event.offsetX + 14, canvas.clientWidth - box.offsetWidth));
  box.style.left = `${left}px`;
  box.style.top = `${Math.max(0, Math.min(event.offsetY - box.offsetHeight - 8, canvas.clientHeight - box.offsetHeight))}px`;
}

function draw(echarts, figure) {
  const canvas = figure.querySelector('.canvas');
  const table = read(figure);
  const flat = figure.dataset.chart === 'bar';
  if (flat) canvas.style.minHeight = `${Math.max(150, table.rows.length * 28 + 20)}px`;
  const chart = echarts.init(canvas.querySelector('.paint'));
  chart.setOption(options(figure, table));
  const paint = chart.getZr();
  const where = (event) => {
    if (figure.dataset.chart === 'pie') return event.target ? paint.storage && (chart.hovered ?? -1) : -1;
    const point = [event.offsetX, event.offsetY];
    if (!chart.containPixel('grid', point)) return -1;
    return Math.round(chart.convertFromPixel({ seriesIndex: 0 }, point)[flat ? 1 : 0]);
  };
  chart.on('mouseover', (at) => { chart.hovered = at.dataIndex; });
  chart.on('mouseout', () => { chart.hovered = -1; });
  paint.on('mousemove', (event) => {
    const at = where(event);
    tip(figure, table, at, event);
    paint.setCursorStyle(table.rows[at] ? 'pointer' : 'default');
  });
  paint.on('globalout', () => tip(figure, table, -1));
  let series = 0;
  chart.on('click', (at) => { series = at.seriesIndex; });
  paint.on('click', (event) => {
    const row = table.rows[where(event)];
    const cell = row && (table.heads.length === 1 || event.target ? row.cells[series] : row.cells[0]);
    series = 0;
    if (cell?.href) window.htmx.ajax('GET', cell.href, { target: '#work', swap: 'outerHTML', push: cell.href, headers: { 'HX-Target': 'main#work' } });
  });
  new ResizeObserver(() => (canvas.isConnected ? canvas.clientWidth && chart.resize() : chart.dispose())).observe(canvas);
  figure.redraw = () => chart.setOption(options(figure, table), true);
}

export function drawAll() {
  const figures = [...document.querySelectorAll('[data-chart]:not(.drawn)')];
  for (const figure of figures) figure.classList.add('drawn');
  load().then(
    (echarts) => figures.filter((one) => one.isConnected).forEach((one) => draw(echarts, one)),
    () => figures.forEach((one) => { one.classList.add('bare'); one.querySelector('details').open = true; }),
  );
}

new MutationObserver(() => document.querySelectorAll('[data-chart].drawn').forEach((one) => one.redraw?.()))
  .observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
