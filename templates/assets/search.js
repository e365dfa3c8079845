// The search engine. It splits a query exactly as the generator splits the
// texts (internal/search holds the specification and vectors for both) and fetches
// the shards of the index that its words may stand in.

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

const version = 'v?[0-9]+(?:\\.[0-9a-z]+)+(?:[-+][0-9a-z.+-]+)?$';
const versionLike = new RegExp(`^${version}`);
const prefixed = new RegExp(`[_+-](${version})`); // a version behind a name

function compound(word, dashes) {
  const group = new Map();
  const add = (term, weight) => {
    const t = /^[0-9a-f]{13,}$/.test(term) ? term.slice(0, 12) : [...term].slice(0, 40).join('');
    if (!group.has(t)) group.set(t, weight);
  };
  if (dashes) add(dashes + word, 2);
  add(word, 2);
  if (/^g[0-9a-f]{7,40}$/.test(word)) add(word.slice(1), 1);
  const named = versionLike.test(word) ? word : prefixed.exec(word)?.[1];
  if (named) {
    const described = /^(.+)-[0-9]+-g([0-9a-f]{7,})$/.exec(named);
    for (const form of described ? [named, described[1]] : [named]) {
      add(form, 2);
      add(form.startsWith('v') ? form.slice(1) : 'v' + form, 2);
    }
    if (described) add(described[2], 2);
  }
  if (named !== word) for (const part of word.split(/[._+-]/)) add(part, 1);
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

// slug makes an anchor of a text, as the generator does.
export function slug(text) {
  let out = '';
  let gap = false;
  let n = 0;
  const cs = [...text].map((ch) => ch.toLowerCase());
  for (const [i, ch] of cs.entries()) {
    if (!letter.test(ch) && ch !== '_' && !(ch === '.' && /\p{Nd}/u.test(cs[i - 1] ?? '') && /\p{Nd}/u.test(cs[i + 1] ?? ''))) {
      gap = true;
      continue;
    }
    if (gap && n) { out += '-'; n++; }
    gap = false;
    if (n >= 60) break;
    out += ch;
    n++;
  }
  return out.replace(/-$/, '');
}

// reader reads numbers and lists of entries from bytes.
function reader(bytes, at = 0) {
  const r = {
    at,
    number() {
      let n = 0;
      for (let scale = 1; ; scale *= 128) {
        const b = bytes[r.at++];
        n += (b & 127) * scale;
        if (b < 128) return n;
      }
    },
    // list puts n entries with their impacts into a map, and says where it ends.
    // Behind the name of a release stands how many entries the release has.
    list(n, docs, spans) {
      let doc = -1;
      for (; n > 0; n--) {
        const v = r.number();
        doc += 1 + Math.floor(v / 16);
        docs.set(doc, v % 16);
        if (v % 16 === 15) spans?.push([doc, doc + r.number()]);
      }
      return doc + 1;
    },
  };
  return r;
}

// decode reads a shard: [term, entries] in order. Entries are a map from the
// number of an entry to the impact; df is how many there are in all. The older
// ones may be in pieces of other files, or be left out from end on. Spans are the
// releases that the term names, from their first entry to behind their last.
function decode(bytes) {
  const text = new TextDecoder();
  const out = [];
  const r = reader(bytes);
  let before = new Uint8Array();
  while (r.at < bytes.length) {
    const shared = bytes[r.at++];
    const more = bytes[r.at++];
    const term = new Uint8Array(shared + more);
    term.set(before.subarray(0, shared));
    term.set(bytes.subarray(r.at, r.at += more), shared);
    before = term;
    const head = r.number();
    const found = { docs: new Map(), df: Math.floor(head / 2), end: Infinity, pieces: [], spans: [] };
    let n = found.df;
    if (head % 2) {
      n = r.number();
      for (let k = r.number(); k > 0; k--) found.pieces.push([r.number(), r.number()]);
    }
    const end = r.list(n, found.docs, found.spans);
    if (n < found.df && !found.pieces.length) found.end = end;
    out.push([text.decode(term), found]);
  }
  return out;
}

const kinds = ['page', 'release', 'text', 'note', 'change', 'step'];

// rows are the entries of a block with their addresses.
const rows = (block) => block.flatMap(([product, release, page, list]) => list.map(([kind, title, body, anchor]) => {
  const own = page.split('/').at(-2);
  const id = anchor === '=' ? `${own}-${kinds[kind]}-${slug(body.split(' ', 6).join(' '))}` : anchor.replace('+', `${own}-`);
  return { kind: kinds[kind], product, release, title, body, url: page + (id && `#${id}`) };
}));

// none is what is found where there is nothing; join puts two finds together.
const none = () => ({ docs: new Map(), df: 0, end: Infinity, pieces: [], spans: [], terms: [] });
function join(a, b, share = 1) {
  for (const [doc, impact] of b.docs) if (!(a.docs.get(doc) >= impact * share)) a.docs.set(doc, impact * share);
  a.df += b.df;
  a.end = Math.min(a.end, b.end);
  for (const what of ['pieces', 'spans', 'terms']) a[what].push(...(b[what] ?? []));
  return a;
}

// unpacker makes the function that inflates files of the index. The primer stands
// before each of them, as a block that is not packed.
function unpacker(primer) {
  const text = new TextEncoder().encode(primer);
  const n = text.length;
  const head = new Uint8Array([0, n & 255, n >> 8, ~n & 255, (~n >> 8) & 255, ...text]);
  return async (bytes) => {
    const stream = new Blob([head, bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return new Uint8Array(await new Response(stream).arrayBuffer()).subarray(n);
  };
}

// open makes the function that answers queries from an index; get fetches a file
// of the site as bytes.
export function open(get, root) {
  const kept = new Map();
  const unpack = unpacker(root.primer);
  const once = (name, make) => {
    if (!kept.has(name)) kept.set(name, get(`${root.dir}/${name}.idx`).then(unpack).then(make));
    return kept.get(name);
  };
  const shard = (i) => once(`t${i}`, decode);
  const firsts = [0];
  for (const n of root.blocks) firsts.push(firsts.at(-1) + n);
  const row = async (doc) => {
    const i = firsts.findLastIndex((first) => first <= doc);
    return (await once(`d${i}`, (bytes) => rows(JSON.parse(new TextDecoder().decode(bytes)))))[doc - firsts[i]];
  };

  // within is the first and the last shard with terms that begin with a text.
  const within = (start) => [Math.max(0, root.shards.findLastIndex((first) => first <= start)),
    root.shards.findLastIndex((first) => first.startsWith(start) || first <= start)];

  // lookup joins the entries of the terms that pass a test among those that
  // begin with a text; share is the part of their impact that counts.
  async function lookup(start, test, share = 1, most = 3) {
    const found = none();
    const [first, last] = within(start);
    for (let i = first; i <= Math.min(last, first + most - 1); i++) {
      for (const [term, one] of await shard(i)) {
        if (term.startsWith(start) && test(term)) join(found, { ...one, terms: [term], spans: share === 1 ? one.spans : [] }, share);
      }
    }
    return found;
  }
  const exact = (term) => lookup(term, (t) => t === term);

  // narrowest is the shortest beginning of a word that few shards hold.
  const narrowest = (word) => {
    for (let k = 0; k < word.length; k++) {
      const [a, b] = within(word.slice(0, k));
      if (b - a < 4) return word.slice(0, k);
    }
    return word;
  };

  // group finds the entries of one word of the query.
  async function group(tokens, last) {
    const [word] = tokens[0];
    const bare = word.replace(/^-+/, '');
    const found = await exact(word);
    if (versionLike.test(word)) {
      if (found.spans.length) return found;
      join(found, await lookup(word, (t) => /^[.-]/.test(t.slice(word.length)), 0.7));
    }
    if (found.df && !last) return found;
    join(found, await lookup(word, (t) => t !== word, 0.6));
    if (found.df) return found;
    const parts = tokens.filter(([t, weight]) => weight === 1 && t !== word);
    if (parts.length) {
      const docs = meet(await Promise.all(parts.map(([t]) => exact(t))));
      if (docs.size) return { ...found, docs, df: docs.size, terms: parts.map(([t]) => t) };
    }
    if (bare.length < 5 || versionLike.test(bare)) return found;
    const close = await lookup(narrowest(bare), (t) => near(t, bare), 0.5, 4);
    const [used] = close.terms.sort((a, b) => a.length - b.length);
    return { ...close, instead: used && [bare, used] };
  }

  // rare is what finding a word says: the more, the fewer entries have it.
  const rare = (l) => Math.log2(1 + root.n / l.df);

  // meet is the entries in all of several lists, each with what it scores. An
  // entry behind the end of a list that is cut off is taken for one of it. The
  // name of a release stands for all entries of that release.
  function meet(lists) {
    const out = new Map();
    const order = [...lists].sort((a, b) => (a.end < Infinity) - (b.end < Infinity) || a.spans.length - b.spans.length || a.docs.size - b.docs.size);
    for (const doc of order[0].docs.keys()) {
      let sum = 0;
      for (const l of lists) {
        const impact = l.docs.get(doc) ?? (doc >= l.end ? 1 : l.spans.some(([a, b]) => doc >= a && doc < b) ? 4 : 0);
        if (!impact) {
          sum = 0;
          break;
        }
        sum += rare(l) * impact;
      }
      if (sum) out.set(doc, sum);
    }
    return out;
  }

  // any is the entries in at least one list. What is rare decides.
  function any(lists) {
    const out = new Map();
    for (const l of lists) for (const [doc, impact] of l.docs) out.set(doc, (out.get(doc) ?? 0) + rare(l) ** 2 * (15 + impact));
    return out;
  }

  // whole adds the older entries to lists.
  const whole = (lists) => Promise.all(lists.map(async (l) => {
    const docs = new Map(l.docs);
    for (const [file, at] of l.pieces) {
      const r = reader(await once(`x${file}`, (bytes) => bytes), at);
      r.list(r.number(), docs);
    }
    return { ...l, docs, pieces: [] };
  }));

  // releases are the spans of the releases that a version names.
  const releases = async (version) => (await Promise.all(tokenize(version ?? '').map(([[t]]) => exact(t)))).flatMap((l) => l.spans);

  // paths are the ways between two releases of one product, where the words name
  // two. Entries are ordered, the newest release first.
  async function paths(lists) {
    const [a, b, more] = lists.filter((l) => l.spans.length);
    if (!b || more) return [];
    const [from, to] = await Promise.all([a, b].map((l) => Promise.all(l.spans.slice(0, 9).map(async ([doc]) => ({ doc, ...await row(doc) })))));
    return from.flatMap((x) => to.filter((y) => y.product === x.product && y.doc !== x.doc).map((y) => {
      const [older, newer] = x.doc > y.doc ? [x, y] : [y, x];
      const ways = new URLSearchParams({ from: older.release, to: newer.release });
      return { kind: 'path', product: x.product, release: `${older.release} → ${newer.release}`, title: '', body: '', url: `${newer.url.replace(/releases\/[^/]*\/$/, 'upgrade/')}?${ways}` };
    }));
  }

  // similar are releases whose names begin as a word does that names none.
  async function similar(word) {
    for (let k = word.length - 1; k > 0; k--) {
      const found = await lookup(word.slice(0, k), (t) => versionLike.test(t));
      if (found.spans.length) return Promise.all([...new Set(found.spans.map(([doc]) => doc))].sort((a, b) => a - b).slice(0, 4).map(row));
    }
    return [];
  }

  // ask gives the number of results, the first of them as promises, what was
  // searched in place of a word that is nowhere, and what to show instead of
  // nothing.
  return async function ask(query, limit = 30, { from, to, ...facets } = {}) {
    const groups = tokenize(query);
    const [after, upTo, ...given] = await Promise.all([releases(from), releases(to),
      ...Object.entries(facets).filter(([, v]) => v).map(([k, v]) => exact(`\u0001${k}:${v.toLowerCase()}`))]);
    const starts = (spans) => spans.map(([doc]) => doc);
    const first = upTo.length ? Math.min(...starts(upTo)) : after.length ? root.outside : 0;
    const end = after.length ? Math.max(...starts(after)) : root.n;
    const narrowed = given.length + after.length + upTo.length > 0;
    if (!groups.length && !narrowed) return { total: 0, results: [], words: [] };
    let lists = await Promise.all(groups.map((g, i) => group(g, i === groups.length - 1)));
    let tags = given;
    const passes = ([doc]) => doc >= first && doc < end && tags.every((t) => t.docs.has(doc));
    const find = (how) => {
      const all = lists.length ? how(lists)
        : tags.length ? new Map([...tags[0].docs.keys()].map((doc) => [doc, 0]))
          : new Map(Array.from({ length: Math.max(0, end - first) }, (_, i) => [first + i, 0]));
      return narrowed ? new Map([...all].filter(passes)) : all;
    };
    let found = find(meet);
    if (found.size < limit && [...lists, ...tags].some((l) => l.pieces.length)) {
      [lists, tags] = await Promise.all([whole(lists), whole(tags)]);
      found = find(meet);
    }
    if (!found.size) found = find(any);
    const alone = [...lists, ...tags];
    const cut = alone.some((l) => l.pieces.length || l.end < Infinity);
    const sure = !cut || (alone.length === 1 && !after.length && !upTo.length);
    const order = [...found].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, limit).map(([doc]) => doc);
    const head = order.slice(0, 1).map(row);
    const ways = await paths(lists);
    const version = !found.size && groups.flat().map(([t]) => t).find((t) => versionLike.test(t));
    return {
      total: (cut && sure ? alone[0].df : found.size) + ways.length,
      more: !sure,
      results: [...ways, ...head, ...order.slice(1).map((doc) => head[0].then(() => row(doc)))],
      words: lists.flatMap((l) => l.terms),
      instead: lists.map((l) => l.instead).filter(Boolean),
      similar: version ? await similar(version) : [],
    };
  };
}
