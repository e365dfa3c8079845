// The search engine. It splits a query exactly as the generator splits the
// texts (internal/search holds the specification and vectors for both), fetches
// the shards of the index that its words may stand in, and shows what it finds.

const isCJK = (c) => (c >= 0x2e80 && c <= 0x2fdf) || (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x4dbf)
  || (c >= 0x4e00 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7af) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
const letter = /[\p{L}\p{Nd}]/u;
const isWord = (ch) => ch !== undefined && !isCJK(ch.codePointAt(0)) && letter.test(ch);
const joins = (ch) => ch === '.' || ch === '-' || ch === '_' || ch === '+';

function fold(text) {
  return [...text].map((ch) => {
    const c = ch.codePointAt(0);
    if (c === 0x3000) return ' ';
    const narrow = c >= 0xff01 && c <= 0xff5e ? String.fromCharCode(c - 0xfee0) : ch;
    return narrow === 'İ' ? narrow : narrow.toLowerCase();
  });
}

export const versionLike = /^v?[0-9]+(\.[0-9a-z]+)+([-+][0-9a-z.+-]+)?$/;

function compound(word, dashes) {
  const group = new Map();
  const add = (term, weight) => {
    const t = /^[0-9a-f]{13,}$/.test(term) ? term.slice(0, 12) : [...term].slice(0, 40).join('');
    if (!group.has(t)) group.set(t, weight);
  };
  if (dashes) add(dashes + word, 2);
  add(word, 2);
  if (versionLike.test(word)) {
    const described = /^(.+)-[0-9]+-g([0-9a-f]{7,})$/.exec(word);
    for (const form of described ? [word, described[1]] : [word]) {
      add(form, 2);
      add(form.startsWith('v') ? form.slice(1) : 'v' + form, 2);
    }
    if (described) add(described[2], 2);
  } else {
    for (const part of word.split(/[._+-]/)) add(part, 1);
  }
  return [...group];
}

export function tokenize(text) {
  const cs = fold(text);
  const cjk = (i) => i >= 0 && i < cs.length && isCJK(cs[i].codePointAt(0));
  const groups = [];
  for (let i = 0; i < cs.length;) {
    let end = i;
    if (cjk(i)) {
      while (cjk(end)) end++;
      if (end - i === 1) groups.push([[cs[i], 2]]);
      for (let k = i; k + 1 < end; k++) groups.push([[cs[k] + cs[k + 1], 2]]);
      i = end;
    } else if (isWord(cs[i])) {
      while (end < cs.length && (isWord(cs[end]) || (joins(cs[end]) && isWord(cs[end + 1])))) end++;
      let n = 0;
      while (n < 2 && cs[i - n - 1] === '-') n++;
      const before = cs[i - n - 1];
      if (before === '-' || isWord(before) || cjk(i - n - 1)) n = 0;
      groups.push(compound(cs.slice(i, end).join(''), '-'.repeat(n)));
      i = end;
    } else i++;
  }
  return groups;
}

// near reports whether two words differ by one letter: another, one more, one
// less, or two that changed places.
export function near(a, b) {
  if (a.length > b.length) [a, b] = [b, a];
  if (b.length - a.length > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  if (a.length < b.length) return a.slice(i) === b.slice(i + 1);
  return a.slice(i + 1) === b.slice(i + 1)
    || (a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2));
}

// decode reads a shard: [term, [entry, impact, …]] in order.
function decode(bytes) {
  const text = new TextDecoder();
  const out = [];
  let at = 0;
  let before = new Uint8Array();
  const number = () => {
    let n = 0;
    for (let scale = 1; ; scale *= 128) {
      const b = bytes[at++];
      n += (b & 127) * scale;
      if (b < 128) return n;
    }
  };
  while (at < bytes.length) {
    const shared = bytes[at++];
    const more = bytes[at++];
    const term = new Uint8Array(shared + more);
    term.set(before.subarray(0, shared));
    term.set(bytes.subarray(at, at += more), shared);
    before = term;
    const postings = [];
    let doc = -1;
    for (let n = number(); n > 0; n--) {
      const v = number();
      doc += Math.floor(v / 16);
      postings.push(doc, v % 16);
    }
    out.push([text.decode(term), postings]);
  }
  return out;
}

// open makes the function that answers queries from an index; get fetches a file
// of the site as bytes.
export async function open(get, rootPath) {
  const text = async (path) => JSON.parse(new TextDecoder().decode(await get(path)));
  const root = await text(rootPath);
  const kept = new Map();
  const once = (path, make) => {
    if (!kept.has(path)) kept.set(path, make());
    return kept.get(path);
  };
  const shard = (i) => once(`t${i}`, async () => decode(await get(`${root.dir}/t${i}.idx`)));
  const block = (i) => once(`d${i}`, () => text(`${root.dir}/d${i}.idx`));

  // lookup collects the entries of the terms that pass a test among those that
  // begin with a text.
  async function lookup(start, test, share) {
    const found = new Map();
    let i = root.shards.findLastIndex((first) => first <= start);
    for (let n = 0; n < 3; n++, i++) {
      if (i >= root.shards.length || (n && !root.shards[i].startsWith(start))) break;
      if (i < 0) continue;
      for (const [term, postings] of await shard(i)) {
        if (!term.startsWith(start) || !test(term)) continue;
        for (let k = 0; k < postings.length; k += 2) {
          const impact = postings[k + 1] * share(term);
          if (!(found.get(postings[k]) >= impact)) found.set(postings[k], impact);
        }
      }
    }
    return found;
  }
  const exact = (term) => lookup(term, (t) => t === term, () => 1);
  const prefix = (term) => lookup(term, () => true, (t) => (t === term ? 1 : 0.6));

  async function group(tokens, last) {
    const [word] = tokens[0];
    const bare = word.replace(/^-+/, '');
    let found = await exact(word);
    if (found.size && (!last || versionLike.test(word))) return found;
    const longer = await prefix(word);
    for (const [doc, impact] of longer) if (!(found.get(doc) >= impact)) found.set(doc, impact);
    const parts = tokens.filter(([t, weight]) => weight === 1 && t !== word);
    if (!found.size && parts.length) found = both(await Promise.all(parts.map(([t]) => exact(t))));
    if (!found.size && bare.length >= 5) found = await lookup(bare.slice(0, 2), (t) => near(t, bare), () => 0.5);
    return found;
  }

  // both is the entries in all of several sets, with the sum of their impacts.
  function both(sets) {
    const out = new Map();
    const [first, ...rest] = [...sets].sort((a, b) => a.size - b.size);
    for (const [doc, impact] of first) {
      if (rest.every((s) => s.has(doc))) out.set(doc, rest.reduce((sum, s) => sum + s.get(doc), impact));
    }
    return out;
  }

  // named is the entries of the releases that a version names.
  const named = async (version) => {
    const found = new Set();
    for (const g of version ? tokenize(version) : []) {
      for (const [doc, impact] of await exact(g[0][0])) if (impact === 15) found.add(doc);
    }
    return [...found];
  };

  // narrow is what passes the facets: a test over entries, and those of the
  // smallest facet, which are the answer where no word is asked for. Entries
  // are ordered, the newest release first.
  async function narrow({ from, to, ...facets }) {
    const sets = await Promise.all(Object.entries(facets).filter(([, v]) => v).map(([k, v]) => exact(`\u0001${k}:${v.toLowerCase()}`)));
    const [after, upTo] = await Promise.all([named(from), named(to)]);
    const first = upTo.length ? Math.min(...upTo) : 0;
    const end = after.length ? Math.max(...after) : Infinity;
    const test = (doc) => doc >= first && doc < end && sets.every((s) => s.has(doc));
    const all = sets.length ? [...sets.sort((a, b) => a.size - b.size)[0].keys()]
      : Array.from({ length: Math.max(0, Math.min(end, root.n) - first) }, (_, i) => first + i);
    return { test, all, open: !sets.length && !after.length && !upTo.length };
  }

  return async function ask(query, limit = 30, facets = {}) {
    const groups = tokenize(query);
    const { test, all, open: any } = await narrow(facets);
    if (!groups.length && any) return { total: 0, results: [] };
    const sets = await Promise.all(groups.map((g, i) => group(g, i === groups.length - 1)));
    let found = groups.length ? both(sets) : new Map(all.map((doc) => [doc, 0]));
    if (!found.size) { // no entry has all words: those with most of them
      found = new Map();
      for (const s of sets) for (const [doc, impact] of s) found.set(doc, (found.get(doc) ?? 0) + impact + 20);
    }
    if (!any) found = new Map([...found].filter(([doc]) => test(doc)));
    const order = [...found].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, limit);
    const rows = await Promise.all(order.map(async ([doc]) => (await block(Math.floor(doc / root.block)))[doc % root.block]));
    return { total: found.size, results: rows.map(([kind, product, release, title, body, url]) => ({ kind, product, release, title, body, url })) };
  };
}

async function unpack(answer) {
  if (!answer.ok) throw new Error(answer.statusText);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes; // the server unpacked it
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const element = (name, text) => Object.assign(document.createElement(name), text === undefined ? {} : { textContent: text });

// marked shows a text with the words of the query marked.
function marked(text, terms) {
  const span = element('span');
  const pattern = terms.map((t) => t.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  if (!pattern) return Object.assign(span, { textContent: text });
  for (const [i, part] of text.split(new RegExp(`(${pattern})`, 'i')).entries()) {
    span.append(i % 2 ? element('mark', part) : part);
  }
  return span;
}

function show(out, say, { total, results }, query, site) {
  const terms = tokenize(query).flatMap((g) => g.filter(([, w]) => w === 2).map(([t]) => t)).sort((a, b) => b.length - a.length);
  const count = total === 1 ? say.single.replace('%d', 1) : total ? say.many.replace('%d', total) : say.none;
  out.replaceChildren(element('p', count));
  document.getElementById('said').textContent = count;
  let release;
  let list;
  const firsts = results.map((r) => results.findIndex((x) => x.product === r.product && x.release === r.release));
  const grouped = results.map((r, i) => [firsts[i], r]).sort((a, b) => a[0] - b[0]).map(([, r]) => r);
  for (const r of grouped) {
    if (release !== r.product + r.release) {
      release = r.product + r.release;
      const head = element('h2');
      head.append(Object.assign(element('a', r.kind === 'release' ? r.title : r.release), { href: `${site}/${r.url.split('#')[0]}` }));
      list = element('ul');
      list.className = 'found';
      out.append(head, list);
    }
    const item = element('li');
    if (r.kind === 'release') {
      if (!r.body) continue;
      item.append(marked(r.body, terms));
    } else {
      const link = Object.assign(element('a'), { href: `${site}/${r.url}` });
      link.append(marked(r.body || r.title, terms));
      const tag = element('span', say[r.kind]);
      tag.className = 'tag';
      item.append(tag, ' ', link);
    }
    list.append(item);
  }
}

// start binds the engine to the form of a page. out is the list on the search
// page, or the panel under the header of any other.
export async function start(form, box, out, site) {
  const say = form.dataset;
  const own = out.id === 'found';
  const facets = document.getElementById('facets');
  const get = async (path) => unpack(await fetch(`${site}/${path}`));
  const chosen = () => (facets ? Object.fromEntries([...new FormData(facets)].map(([k, v]) => [k, v.trim()]).filter(([, v]) => v)) : {});
  let ask;
  let turn = 0;
  const run = async () => {
    const query = box.value.trim();
    const narrowed = chosen();
    const mine = ++turn;
    const state = new URLSearchParams({ ...(query && { q: query }), ...narrowed }).toString();
    out.hidden = !state;
    if (own) history.replaceState(null, '', state ? `?${state}` : location.pathname);
    if (!state) return out.replaceChildren();
    try {
      ask ??= open(get, `search/${document.documentElement.lang}.idx`);
      const answer = await (await ask)(query, own ? 60 : 12, narrowed);
      if (mine === turn) show(out, say, answer, query, site);
    } catch {
      ask = undefined;
      out.replaceChildren(element('p', say.failed));
    }
    return undefined;
  };
  let wait;
  const soon = () => { clearTimeout(wait); wait = setTimeout(run, 120); };
  box.addEventListener('input', soon);
  form.addEventListener('submit', (event) => { if (own) { event.preventDefault(); run(); } });
  // Arrows go through box and results, Enter follows the link, Escape goes back.
  document.addEventListener('keydown', (event) => {
    const stops = [box, ...out.querySelectorAll('a')];
    const at = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at >= 0 && step && !out.hidden && stops[at + step]) {
      event.preventDefault();
      stops[at + step].focus();
    } else if (event.key === 'Escape' && (at >= 0 || !out.hidden)) {
      if (!own) out.hidden = true;
      box.focus();
    }
  });
  const asked = new URLSearchParams(own ? location.search : '');
  if (asked.get('q') && !box.value) box.value = asked.get('q');
  if (facets) {
    for (const [name, value] of asked) if (facets.elements[name]) facets.elements[name].value = value;
    facets.hidden = false;
    facets.addEventListener('input', soon);
    facets.addEventListener('submit', (event) => { event.preventDefault(); run(); });
  }
  await run();
}
