// The search box and the search page: what the engine before this finds is shown
// here. The root of the index stands behind this.

// partOf fetches a part of a file, or all of it where the host knows no parts.
async function partOf(address, from, to) {
  const answer = await fetch(address, { headers: { Range: `bytes=${from}-${to - 1}` } });
  if (!answer.ok) throw Error(answer.status);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return answer.status === 206 ? bytes : bytes.subarray(from, to);
}

const element = (name, text = '', more = {}) => Object.assign(document.createElement(name), { textContent: text }, more);
const fill = (text, ...values) => text.replace(/%[sd]/g, () => values.shift());

// marked shows a text with the words that were found marked.
function marked(text, words) {
  const span = element('span');
  const inner = '[\\p{L}\\p{Nd}]';
  const pattern = words.filter((w) => w > '!').sort((a, b) => b.length - a.length).map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .map((w) => (cjk.test(w) ? w : `(?<!${inner})${/^\d/.test(w) ? 'v?' : ''}${w}(?!${inner})`)).join('|');
  for (const [i, part] of text.split(pattern ? new RegExp(`(${pattern})`, 'iu') : /$^()/).entries()) span.append(i % 2 ? element('mark', part) : part);
  return span;
}

// shower adds results to a list, those of one release under one heading.
function shower(out, say, words, site) {
  const lists = new Map();
  return (r) => {
    const key = `${r.product} ${r.kind === 'path' ? r.kind : r.release || r.url.split('#')[0]}`;
    const page = `${site}/${r.url.split('#')[0]}`;
    if (!lists.has(key)) {
      const head = element('h2');
      const product = say[`p:${r.product}`] ?? r.product;
      const name = r.release || (r.product ? r.title : r.title.split(': ')[0]);
      head.append(element('a', name, { href: page }));
      if (r.product && say.products && name !== product) head.append(' ', element('small', product));
      if (r.kind === 'path') head.append(' ', element('small', say.path));
      lists.set(key, element('ul', '', { className: 'found' }));
      out.append(head, lists.get(key));
    }
    const text = [r.title, r.body].filter(Boolean).join(' – ');
    if (!text || (!r.release && text === r.title)) return;
    const item = element('li');
    const line = r.kind === 'release' ? item : element('a', '', { href: `${site}/${r.url}` });
    line.append(marked(text, words));
    if (line !== item) item.append(element('span', say[r.kind], { className: 'tag' }), ' ', line);
    lists.get(key).append(item);
  };
}

// start binds the engine to the form of a page. out is the list on the search
// page, or the panel under the header of any other.
export async function start(form, box, out, site) {
  const { say } = root;
  const own = out.id === 'found';
  const facets = document.getElementById('facets');
  const said = document.getElementById('said');
  const ask = open((path, from, to) => partOf(`${site}/${path}`, from, to), root);
  const chosen = () => (facets ? Object.fromEntries([...new FormData(facets)].map(([k, v]) => [k, v.trim()]).filter(([, v]) => v)) : {});
  const browse = document.getElementById('browse');
  let turn = 0;

  async function show(query, narrowed, limit, mine, answer = ask(query, limit, narrowed)) {
    const { total, more, results, words, instead, similar, rest } = await answer;
    const first = await results[0];
    if (mine !== turn) return;
    const count = total === 1 && !more ? say.one : total ? fill(more ? say.atleast : say.many, total) : say.none;
    said.textContent = count;
    const top = element('p', count, { className: 'counts' });
    for (const [typed, used] of instead ?? []) top.append(` ${fill(say.instead, typed, used)}`);
    out.replaceChildren(top);
    if (similar?.length) {
      const p = element('p', say.similar);
      for (const r of similar) p.append(' ', element('a', r.release, { href: `${site}/${r.url}` }));
      out.append(p);
    }
    if (!first) out.append(element('p', say.help, { className: 'hint' }));
    if (browse) browse.hidden = Boolean(first);
    const add = shower(out, say, words, site);
    for (const r of results) {
      const found = await r;
      if (mine !== turn) return;
      add(found);
    }
    if (total > results.length) {
      const all = element('a', fill(say.all, total), { href: `${form.action}?q=${encodeURIComponent(query)}` });
      if (own) all.onclick = () => !show(query, narrowed, limit + 100, mine);
      out.append(all);
    }
    const others = await rest?.();
    if (others?.total > total && mine === turn) await show(query, narrowed, limit, mine, others);
  }

  const run = async (push) => {
    const query = box.value.trim();
    const narrowed = chosen();
    const mine = ++turn;
    const state = new URLSearchParams({ ...(query && { q: query }), ...narrowed }).toString();
    const address = state ? `?${state}` : location.pathname;
    if (own && address !== (location.search || location.pathname)) history[push ? 'pushState' : 'replaceState'](null, '', address);
    out.hidden = !state;
    if (browse) browse.hidden = Boolean(state);
    if (!state) {
      said.textContent = '';
      out.replaceChildren();
      return;
    }
    try {
      await show(query, narrowed, own ? 15 : 8, mine);
    } catch {
      if (mine !== turn) return;
      said.textContent = say.failed;
      out.replaceChildren(element('p', say.failed, { className: 'banner' }));
      if (browse) browse.hidden = false;
    }
  };
  let wait;
  const soon = () => { clearTimeout(wait); wait = setTimeout(run, 120); };
  const restore = () => {
    const asked = new URLSearchParams(location.search);
    box.value = asked.get('q') ?? '';
    for (const field of facets?.elements ?? []) if (field.name) field.value = asked.get(field.name) ?? '';
  };
  box.addEventListener('input', soon);
  form.addEventListener('submit', (event) => {
    if (own) {
      event.preventDefault();
      clearTimeout(wait);
      run(true);
    }
  });
  // Arrows go through box and results, Enter follows the link, Escape goes back.
  document.addEventListener('keydown', (event) => {
    const stops = [box, ...out.querySelectorAll('a')];
    const at = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at >= 0 && step && !out.hidden && stops[at + step]) {
      event.preventDefault();
      stops[at + step].focus();
    } else if (event.key === 'Escape' && at >= 0) {
      if (!own && !out.hidden) event.preventDefault(); // browsers empty the box
      box.focus(); // which shows the panel
      out.hidden = !own;
    }
  });
  if (own) {
    if (location.search) restore();
    addEventListener('popstate', () => { restore(); run(); });
    facets.hidden = false;
    facets.addEventListener('change', () => run(true));
    facets.addEventListener('submit', (event) => { event.preventDefault(); run(true); });
  } else {
    document.addEventListener('click', (event) => { if (!event.target.closest('#results, #search')) out.hidden = true; });
    box.addEventListener('focus', () => { out.hidden = !box.value.trim(); });
  }
  await run();
}
