// What JavaScript adds to pages that work without it: copy buttons, ticks that
// stay, the straight way from the picker, the theme, and search on first focus.
const html = document.documentElement;
const words = html.dataset;
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

function store(key, value) {
  try {
    if (value === undefined) return localStorage.getItem(key);
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch { /* storage may be forbidden: then nothing is kept */ }
  return null;
}

function button(text, label) {
  const b = document.createElement('button');
  b.type = 'button';
  b.textContent = text;
  if (label) b.setAttribute('aria-label', label);
  return b;
}

// Lines that need the address of the site know it now.
const site = new URL(words.root, location.href).href.replace(/\/$/, '');
if (location.protocol.startsWith('http')) {
  for (const code of all('[data-site]')) {
    code.textContent = code.textContent.replaceAll('"$SITE"', site);
  }
  for (const hint of all('[data-sitehint]')) hint.hidden = true;
}

for (const el of all('[data-copyable]')) {
  const text = (el.querySelector('code') ?? el).textContent;
  const b = button(words.copy, `${words.copy} ${text.slice(0, 60)}`);
  b.className = 'copy';
  b.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text.trimEnd());
      b.textContent = words.copied;
      document.getElementById('said').textContent = words.copied;
      setTimeout(() => { b.textContent = words.copy; }, 1500);
    } catch {
      getSelection().selectAllChildren(el);
    }
  });
  if (el.localName === 'pre') el.prepend(b); else el.after(b);
}

const ticks = document.querySelector('[data-ticks]');
if (ticks) {
  const key = 'ticks:' + ticks.dataset.ticks;
  const boxes = all('[data-tick]', ticks);
  const clear = document.querySelector('[data-clear]');
  const kept = new Set(JSON.parse(store(key) ?? '[]'));
  const save = () => {
    const on = boxes.filter((b) => b.checked).map((b) => b.dataset.tick);
    store(key, on.length ? JSON.stringify(on) : null);
    clear.hidden = !on.length;
  };
  for (const b of boxes) {
    b.checked = kept.has(b.dataset.tick);
    b.addEventListener('change', save);
  }
  clear.addEventListener('click', () => {
    for (const b of boxes) b.checked = false;
    save();
  });
  save();
}

// segment names the folder of a version, as the generator does.
function segment(text) {
  let out = '';
  const bytes = new TextEncoder().encode(text);
  bytes.forEach((c, i) => {
    const ch = String.fromCharCode(c);
    const inner = i > 0 && i + 1 < bytes.length && bytes[i - 1] !== 46;
    out += /[A-Za-z0-9_-]/.test(ch) || (ch === '.' && inner) ? ch : '~' + c.toString(16).toUpperCase().padStart(2, '0');
  });
  return out;
}

// named is the folder of what a field of the picker or an address holds: the
// values of a list are names of folders, anything else is the name of a release.
const named = (field, value) => ([...field.options ?? []].some((o) => o.value === value) ? value : segment(value));
const choose = (field, value) => { field.value = field.options ? named(field, value) : value; };
const spoken = (folder) => decodeURIComponent(folder.replaceAll('~', '%'));

async function go(form, from, to) {
  const url = new URL(`${from}/${to}/`, form.action);
  const answer = await fetch(url, { method: 'HEAD' });
  if (answer.ok) location.replace(url);
  return answer.ok;
}

// chain is the shortest way from one release to another over pages that there
// are: those that the site lists in a file, each a pair of releases and its hops.
async function chain(from, to, list) {
  const { releases, ways } = await (await fetch(list)).json();
  const [start, end] = [releases.indexOf(from), releases.indexOf(to)];
  const next = releases.map(() => []);
  for (const way of ways) next[way[0]].push(way);
  const best = new Map([[start, { hops: 0, pages: 0, way: [] }]]);
  const open = new Set([start]);
  while (start >= 0 && open.size) {
    const [at] = [...open].sort((a, b) => best.get(a).hops - best.get(b).hops || best.get(a).pages - best.get(b).pages);
    open.delete(at);
    const here = best.get(at);
    if (at === end) return here.way;
    for (const [, into, hops] of next[at]) {
      const there = { hops: here.hops + hops, pages: here.pages + 1, way: [...here.way, [releases[at], releases[into]]] };
      const known = best.get(into);
      if (!known || there.hops < known.hops || (there.hops === known.hops && there.pages < known.pages)) {
        best.set(into, there);
        open.add(into);
      }
    }
  }
  return [];
}

const picker = document.querySelector('[data-picker]');
if (picker) {
  const { from, to } = picker.elements;
  const missing = document.getElementById('nopath');
  // The host follows a query to the page of the path; a fragment stays here,
  // where there may be no such page.
  const asked = new URLSearchParams(location.search || location.hash.slice(1));
  picker.addEventListener('submit', (event) => {
    event.preventDefault();
    const given = { from: from.value.trim(), to: to.value.trim() };
    const stay = () => {
      location.assign(`${picker.action}#${new URLSearchParams(given)}`);
      if (missing) location.reload();
    };
    go(picker, named(from, given.from), named(to, given.to)).then((ok) => ok || stay(), stay);
  });
  if (asked.get('from') && asked.get('to') && missing) {
    choose(from, asked.get('from'));
    choose(to, asked.get('to'));
    const names = [named(from, asked.get('from')), named(to, asked.get('to'))];
    const ids = names.map(spoken);
    const quote = (v) => (/^[\w.:@+=/-]+$/.test(v) ? v : `'${v.replaceAll("'", "'\\''")}'`);
    const show = async () => {
      const plan = missing.querySelector('[data-plan]');
      plan.textContent = plan.textContent.replace(/--from .*$/, () => `--from ${quote(ids[0])} --to ${quote(ids[1])}`);
      const text = missing.querySelector('[data-chain]');
      const links = await chain(...ids, text.dataset.ways).catch(() => []);
      if (links.length) {
        const list = document.createElement('ol');
        for (const [a, b] of links) {
          const item = document.createElement('li');
          item.append(Object.assign(document.createElement('a'), { href: new URL(`${segment(a)}/${segment(b)}/`, picker.action), textContent: `${a} → ${b}` }));
          list.append(item);
        }
        text.before(Object.assign(document.createElement('p'), { textContent: text.dataset.chain }), list);
      }
      missing.hidden = false;
    };
    go(picker, ...names).then((ok) => ok || show(), show);
  }
}

const paste = document.querySelector('[data-paste]');
if (paste) {
  const read = paste.querySelector('div');
  paste.hidden = false;
  paste.addEventListener('toggle', async () => {
    const { start } = await import(new URL(read.dataset.reader, location.href).href);
    start(read, (from, to) => {
      choose(picker.elements.from, from);
      choose(picker.elements.to, to);
      return `${picker.action}#${new URLSearchParams({ from, to })}`;
    });
  }, { once: true });
}

const theme = button('◐', words.theme);
theme.addEventListener('click', () => {
  const dark = (words.scheme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  words.scheme = dark ? 'light' : 'dark';
  store('theme', words.scheme);
});
document.querySelector('.tools')?.append(theme);
if (store('theme')) words.scheme = store('theme');

const form = document.getElementById('search');
const box = document.getElementById('q');
let engine;
let fetches = 0;
const load = () => {
  const address = new URL(form.dataset.engine, location.href);
  if (fetches) address.search = fetches; // browsers remember a module that was not there
  engine ??= import(address.href)
    .then((m) => m.start(form, box, document.getElementById('found') ?? document.getElementById('results'), site))
    .catch(() => {
      engine = undefined;
      fetches++;
    });
};
box.addEventListener('focus', load);
box.addEventListener('input', load);
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && !event.target.closest('input, select, textarea')) {
    event.preventDefault();
    box.focus();
  }
});
if (document.getElementById('found')) load();
