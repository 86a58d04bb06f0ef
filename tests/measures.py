"""What is measured of a screen as it stands in a browser: blank areas, text that is cut, what is wider than it."""

from __future__ import annotations

from playwright.sync_api import Page

#: The largest rectangle of the window below the bar of the screens that shows nothing, in pixels: [area, x, y, width,
#: height]. Something is a line of text, a picture, a control or a border, each as far as the panes around it let it be
#: seen. Counted on a grid of 8 pixels: what touches a square fills it, so the measure is a little too kind.
_BLANK = """() => {
  const grid = 8, wide = innerWidth, high = innerHeight;
  const bar = document.querySelector('[data-testid=stHeader]');
  const top = bar ? Math.max(0, bar.getBoundingClientRect().bottom) : 0;
  const columns = Math.ceil(wide / grid), rows = Math.ceil(high / grid);
  const filled = Array.from({length: rows}, () => new Uint8Array(columns));
  const clips = new Map();
  const clip = node => {
    if (!node || node === document.documentElement) return [0, top, wide, high];
    if (clips.has(node)) return clips.get(node);
    let box = clip(node.parentElement);
    if (getComputedStyle(node).overflow !== 'visible') {
      const own = node.getBoundingClientRect();
      box = [Math.max(box[0], own.left), Math.max(box[1], own.top),
             Math.min(box[2], own.right), Math.min(box[3], own.bottom)];
    }
    clips.set(node, box);
    return box;
  };
  const fill = (left, up, right, down, around) => {
    const [a, b, c, d] = clip(around);
    left = Math.max(left, a); up = Math.max(up, b); right = Math.min(right, c); down = Math.min(down, d);
    if (right <= left || down <= up) return;
    for (let y = Math.floor(up / grid); y < Math.min(rows, Math.ceil(down / grid)); y++)
      for (let x = Math.floor(left / grid); x < Math.min(columns, Math.ceil(right / grid)); x++) filled[y][x] = 1;
  };
  const seen = style => style.visibility !== 'hidden' && style.opacity !== '0';
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.nodeType === 3 && node.data.trim() && seen(getComputedStyle(node.parentElement))) {
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) fill(box.left, box.top, box.right, box.bottom, node.parentElement);
    } else if (node.nodeType === 1) {
      const style = getComputedStyle(node), box = node.getBoundingClientRect();
      if (!seen(style) || !box.width || !box.height) continue;
      if (node.matches('img, svg, canvas, button, input, textarea, progress, [role=combobox]'))
        fill(box.left, box.top, box.right, box.bottom, node.parentElement);
      const edge = side => parseFloat(style[`border${side}Width`]) &&
        !/, 0\\)|transparent/.test(style[`border${side}Color`]);
      if (edge('Top')) fill(box.left, box.top, box.right, box.top + 1, node.parentElement);
      if (edge('Bottom')) fill(box.left, box.bottom - 1, box.right, box.bottom, node.parentElement);
      if (edge('Left')) fill(box.left, box.top, box.left + 1, box.bottom, node.parentElement);
      if (edge('Right')) fill(box.right - 1, box.top, box.right, box.bottom, node.parentElement);
    }
  }
  let best = [0, 0, 0, 0, 0];
  const heights = new Uint16Array(columns);
  for (let y = Math.ceil(top / grid); y < rows; y++) {
    for (let x = 0; x < columns; x++) heights[x] = filled[y][x] ? 0 : heights[x] + 1;
    for (let x = 0; x < columns; x++) {
      let least = heights[x];
      for (let to = x; to < columns && least; to++) {
        least = Math.min(least, heights[to]);
        const area = least * (to - x + 1) * grid * grid;
        if (area > best[0]) best = [area, x * grid, (y - least + 1) * grid, (to - x + 1) * grid, least * grid];
      }
    }
  }
  return best;
}"""

#: Text of which a part is out of sight and cannot be brought into it by keyboard: a line that an element hides which
#: does not scroll, or that lies in a pane which scrolls but that the keyboard does not reach. What a screen reader
#: alone is told is one pixel, and left out; so is what cannot be seen at all.
_CUT = """() => {
  const found = new Set();
  const reached = pane => pane.tabIndex >= 0 || pane.querySelector('button, a, input, textarea, [tabindex="0"]');
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const style = node.data.trim() && getComputedStyle(node.parentElement);
    if (!style || style.visibility === 'hidden' || style.opacity === '0') continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      if (line.width < 2 || line.height < 2) continue;
      for (let pane = node.parentElement; pane && pane !== document.body; pane = pane.parentElement) {
        const style = getComputedStyle(pane), box = pane.getBoundingClientRect();
        if (pane.clientWidth < 3 && pane.clientHeight < 3) break;
        const past = [Math.max(line.right - box.right, box.left - line.left),
                      Math.max(line.bottom - box.bottom, box.top - line.top)];
        const scrolls = [style.overflowX, style.overflowY].map(way => /auto|scroll/.test(way));
        if ((scrolls[0] && past[0] > 0 || scrolls[1] && past[1] > 0) && reached(pane)) break;
        const cut = [past[0] > 2 && style.overflowX !== 'visible',
                     past[1] > line.height / 4 && style.overflowY !== 'visible'];
        if (cut[0] || cut[1]) {
          const name = pane.dataset.testid || pane.className || pane.tagName;
          found.add(`${cut[0] ? 'width' : 'height'} of ${name}: ${node.data.trim().slice(0, 60)}`);
          break;
        }
      }
    }
  }
  return [...found];
}"""

#: What is wider than the window and in no pane that scrolls.
_WIDE = """() => {
  const found = [];
  const main = document.querySelector('[data-testid=stMain]') || document.documentElement;
  if (document.documentElement.scrollWidth > innerWidth) found.push('the page');
  if (main.scrollWidth > main.clientWidth) found.push('the screen');
  for (const node of found.length ? main.querySelectorAll('*') : []) {
    const box = node.getBoundingClientRect();
    if (box.right > innerWidth + 1 && found.length < 5) found.push(node.className || node.tagName);
  }
  return found;
}"""


def blank(page: Page) -> tuple[int, int, int, int, int]:
    """The largest rectangle that shows nothing: its area in pixels, left, top, width and height."""
    area, left, top, width, height = page.evaluate(_BLANK)
    return area, left, top, width, height


def cut(page: Page) -> list[str]:
    """Texts of which a part cannot be brought into sight."""
    return list(page.evaluate(_CUT))


def wider(page: Page) -> list[str]:
    """What is wider than the window, the whole first."""
    return list(page.evaluate(_WIDE))


#: What a text that would rather be a program has made of the page: elements that no screen of ours draws from texts,
#: and addresses of another host in any attribute that loads, leads, styles or runs something.
_MADE = """away => {
  const found = [];
  for (const node of document.querySelectorAll('body *')) {
    const told = node.outerHTML.slice(0, 120);
    if (node.closest('.stHtml') && node.matches('script, iframe, form, svg, link, meta, base, a, object, embed, input'))
      found.push(told);
    if (node.closest('.stHtml') && node.matches('style ~ style, button:not(.c-open), img:not([src^="data:image/"])'))
      found.push(told);
    for (const one of node.attributes)
      if (/^(href|src|srcset|style|action|formaction|data|poster|content|xlink:href|background|on.*)$/.test(one.name) &&
          one.value.includes(away)) found.push(told);
  }
  return found;
}"""


def made(page: Page, away: str) -> list[str]:
    """Elements that hostile texts have made. away: the host that they name."""
    return list(page.evaluate(_MADE, away))
