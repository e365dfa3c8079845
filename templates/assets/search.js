// The search engine. It splits a query exactly as the generator splits the
// texts (internal/search holds the specification and vectors for both) and fetches
// the shards of the index that its words may stand in.

const cjk = /[\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const letter = /[\p{L}\p{Nd}]/u;
const isWord = (ch) => ch !== undefined && !cjk.test(ch) && letter.test(ch);
const joins = (ch) => '.-_+'.includes(ch);

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
  const own = versionLike.test(word);
  if (!own) add(word, 2);
  if (/^g[0-9a-f]{7,40}$/.test(word)) add(word.slice(1), 1);
  const named = (own ? word : prefixed.exec(word)?.[1])?.replace(/^v/, '');
  if (named) {
    add(named, 2);
    for (const form of /^(.+)-[0-9]+-g([0-9a-f]{7,})$/.exec(named)?.slice(1) ?? []) add(form, 2);
  }
  if (!own) for (const part of word.split(/[._+-]/)) add(part, 1);
  return [...group];
}

export function tokenize(text) {
  const cs = fold(text);
  const groups = [];
  for (let i = 0; i < cs.length;) {
    let end = i;
    if (cjk.test(cs[i])) {
      while (cjk.test(cs[end])) end++;
      if (end - i === 1) groups.push([[cs[i], 2]]);
      for (let k = i; k + 1 < end; k++) groups.push([[cs[k] + cs[k + 1], 2]]);
      i = end;
    } else if (isWord(cs[i])) {
      while (end < cs.length && (isWord(cs[end]) || (joins(cs[end]) && isWord(cs[end + 1])))) end++;
      let n = 0;
      while (n < 2 && cs[i - n - 1] === '-') n++;
      const before = cs[i - n - 1];
      if (before === '-' || isWord(before) || cjk.test(before)) n = 0;
      groups.push(compound(cs.slice(i, end).join(''), '-'.repeat(n)));
      i = end;
    } else i++;
  }
  return groups;
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

// bitsOf reads numbers from bytes, the lowest bit first.
function bitsOf(bytes, at) {
  at *= 8;
  const bits = (n) => {
    let v = 0;
    for (let i = 0; i < n; i++, at++) v += ((bytes[at >> 3] >> (at & 7)) & 1) << i;
    return v;
  };
  const ones = () => {
    let n = 0;
    while (bits(1)) n++;
    return n;
  };
  return {
    bits,
    rice: (k) => (ones() << k) + bits(k),
    count: () => {
      const n = ones();
      return 2 ** n + bits(n) - 1;
    },
  };
}

const kinds = 'page release text note change step'.split(' ');
const number = (ch) => ch.codePointAt(0) - 35;
const slot = 2048; // bytes that a piece takes; a file has six

// rowsOf reads what is shown of entries, from the number of the first on. An
// address is made as the generator makes it, unless it is given.
function rowsOf(lines, doc) {
  const rows = new Map();
  let [release, product, page] = ['', '', ''];
  let counts = [];
  for (const line of lines) {
    if (line[0] === '>') {
      const before = release;
      const [name, ...more] = line.slice(2).split('\t');
      release = before.slice(0, number(line.slice(1))) + name;
      [product, page] = more.length ? more : [product, page.replace(before, () => release)];
      counts = kinds.map(() => 0);
    } else {
      const kind = +line[0];
      const [shown, stated] = line.slice(1).replaceAll('\u0001', () => release).split('\v');
      const anchor = stated ?? (kind > 2 ? '=' : '');
      const [body, title = ''] = shown.split('\t').reverse();
      const own = `${page.split('/').at(-2)}-`;
      counts[kind]++;
      const id = anchor === '=' ? `${own}${kinds[kind]}-${kind === 5 ? counts[5] : slug(body.split(' ', 6).join(' '))}` : anchor.replace('+', own);
      rows.set(doc++, { kind: kinds[kind], product, release, title, body, url: page + (id && `#${id}`) });
    }
  }
  return rows;
}

// none is what is found where there is nothing; join puts two finds together.
const none = () => ({ docs: new Map(), df: 0, end: Infinity, pieces: [], spans: [], terms: [] });
function join(a, b, share = 1) {
  for (const [doc, impact] of b.docs) if (!(a.docs.get(doc) >= impact * share)) a.docs.set(doc, impact * share);
  a.df += b.df;
  a.end = Math.min(a.end, b.end);
  for (const what of ['pieces', 'spans', 'terms']) a[what].push(...(b[what] ?? []));
  return a;
}

// open makes the function that answers queries from an index; get fetches a part
// of a file of the site as bytes.
export function open(get, root) {
  const kept = new Map();
  const end = (bytes) => 2 + bytes[0] + bytes[1] * 256;
  const phrases = root.phrases.split('\u007f');
  const unpack = async (bytes) => {
    const stream = new Blob([bytes.subarray(2, end(bytes))]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    return (await new Response(stream).text()).replace(/[^\t-\v -~]/g, (ch) => phrases[ch.charCodeAt(0)] || ch).split('\n');
  };
  const fetched = (file, from, to) => get(`${root.dir}/${file}.idx`, from, to);
  const once = (name, i, make) => {
    const key = name + i;
    if (!kept.has(key)) {
      const from = (i % 6) * slot;
      const made = fetched(name + Math.floor(i / 6), from, from + slot).then(make);
      made.catch(() => kept.delete(key)); // it may be there the next time
      kept.set(key, made);
    }
    return kept.get(key);
  };

  // list reads n entries: each has a kind, an impact and, where it is a release by
  // its name, a number of entries of the release. It says where they end.
  const kindOf = new Map();
  const list = ({ bits, rice, count }, n, { docs, spans }) => {
    const k = n > 1 ? bits(5) : 0;
    let doc;
    let sign;
    for (let i = 0; i < n; i++) {
      doc = i ? doc + 1 + rice(k) : bits(32 - Math.clz32(root.n));
      if (!i || bits(1)) sign = number(root.signs[rice(2)]);
      docs.set(doc, sign >> 3);
      kindOf.set(doc, sign & 7);
      if (sign > 119) spans.push([doc, doc + count()]);
    }
    return doc + 1;
  };

  // decode reads a piece of the dictionary: [term, entries] in order. Entries are a
  // map from the number of an entry to the impact; df is how many there are in all.
  // The older ones may be in other files, or be left out from end on. Spans are the
  // releases that the term names, from their first entry to behind their last.
  const decode = async (bytes) => {
    const from = bitsOf(bytes, end(bytes));
    let term = '';
    return (await unpack(bytes)).map((line) => {
      term = term.slice(0, number(line)) + line.slice(1);
      const found = none();
      found.df = from.count();
      const whole = found.df < 321;
      for (let k = whole ? 0 : from.count(); k > 0; k--) found.pieces.push([0, 0, 0, 0, 0].map(from.count));
      const last = list(from, whole ? found.df : 256, found);
      if (!whole && !found.pieces.length) found.end = last;
      return [term, found];
    });
  };
  const shard = (i) => once('t', i, decode);

  // starts are the first entries of the pieces of rows.
  let before = 0;
  const starts = [0, ...[...root.rows].map((ch) => before += number(ch))];
  const pieceOf = (doc) => starts.findLastIndex((first) => first <= doc);
  const rows = (i) => once('d', i, async (bytes) => rowsOf(await unpack(bytes), starts[i]));
  const row = async (doc) => (await rows(pieceOf(doc))).get(doc);

  // within is the first and the last shard with terms that begin with a text.
  let name = '';
  const firsts = root.shards.match(/[A-Z][^A-Z]*/g).map((code) => name = name.slice(0, code.charCodeAt(0) - 65) + code.slice(1));
  const within = (start) => [Math.max(0, firsts.findLastIndex((first) => first <= start)),
    firsts.findLastIndex((first) => first.startsWith(start) || first <= start)];

  // lookup joins the entries of the terms that pass a test among those that
  // begin with a text; share is the part of their impact that counts.
  async function lookup(start, test, share = 1, most = 3) {
    const found = none();
    const [first, last] = within(start);
    const near = await Promise.all(firsts.slice(first, Math.min(last + 1, first + most)).map((_, i) => shard(first + i)));
    for (const [term, one] of near.flat()) {
      if (term.startsWith(start) && test(term)) join(found, { ...one, terms: [term], spans: share === 1 ? one.spans : [] }, share);
    }
    return found;
  }
  const exact = (term) => lookup(term, (t) => t === term, 1, 1);

  // rare asks what few queries need, which comes in a file of its own.
  const rare = (name, ...of) => import('./rare.js').then((more) => more[name]({ bitsOf, exact, fetched, kindOf, list, lookup, none, pieceOf, root, row, rows, starts, tokenize, versionLike, within }, ...of));

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
    if (/^v\d+$/.test(word)) join(found, await lookup(word.slice(1), versionLike.test.bind(versionLike), 0.6));
    if (found.df) return found;
    const parts = tokens.filter(([t, weight]) => weight === 1 && t !== word);
    if (parts.length) {
      const docs = meet(await Promise.all(parts.map(([t]) => exact(t))));
      if (docs.size) return { ...found, docs, df: docs.size, terms: parts.map(([t]) => t) };
    }
    if (bare.length < 5 || versionLike.test(bare)) return found;
    return rare('close', bare);
  }

  // weight is what finding a word says: the more, the fewer entries have it.
  const weight = (l) => Math.log2(1 + root.n / l.df);

  // meet is the entries in all of several lists, each with what it scores. An
  // entry behind the end of a list that is cut off is taken for one of it. The
  // name of a release stands for all entries of that release.
  function meet(lists) {
    const out = new Map();
    const order = [...lists].sort((a, b) => (a.end < Infinity) - (b.end < Infinity) || a.spans.length - b.spans.length || a.docs.size - b.docs.size);
    for (const doc of order[0].docs.keys()) {
      const impacts = lists.map((l) => l.docs.get(doc) ?? (doc >= l.end ? 1 : l.spans.some(([a, b]) => doc >= a && doc < b) ? 4 : 0));
      if (impacts.every(Boolean)) out.set(doc, impacts.reduce((sum, impact, i) => sum + weight(lists[i]) * impact, 0));
    }
    return out;
  }

  // inside finds the entries of a release that say all of some words, in what is
  // shown of them. Where that is cut off there may be others.
  async function inside({ spans, terms }, groups) {
    const found = new Map();
    let rest = false;
    for (const [first, end] of spans) {
      for (let doc = first; doc < end; doc++) {
        const r = await row(doc);
        const own = tokenize(`${r.title} ${r.body}`).flat();
        const hits = groups.map(([[word]]) => own.filter(([t]) => t === word).length);
        rest ||= r.body.endsWith('…');
        if (Math.min(...hits)) found.set(doc, hits.reduce((a, b) => a + b) / (4 + Math.log2(own.length)));
      }
    }
    return { found, rest, terms: [...terms, ...groups.map(([[word]]) => word)] };
  }

  // best are the first of what was found, as promises.
  const best = (found, limit) => {
    const order = [...found].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, limit).map(([doc]) => doc);
    const head = order.slice(0, 1).map(row);
    return [...head, ...order.slice(1).map((doc) => head[0].then(() => row(doc)))];
  };

  // ask gives the number of results, the first of them as promises, what was
  // searched in place of a word that is nowhere, and what to show instead of
  // nothing.
  return async function ask(query, limit = 30, { from, to, ...facets } = {}, all = false) {
    const groups = tokenize(query);
    const kind = kinds.indexOf(facets.type); // told of every entry that is met
    const tagged = async (of) => Promise.all(of.filter(([, v]) => v).map(([k, v]) => exact(`\u0001${k}:${v.toLowerCase()}`)));
    const [first, end, range] = from || to ? await rare('range', from, to) : [0, root.n];
    let tags = await tagged(Object.entries(facets).filter(([k]) => kind < 0 || k !== 'type'));
    const narrowed = range || tags.length > 0 || kind >= 0;
    const alike = kind < 0 || !(groups.length || tags.length); // all that is met is of the kind
    if (!groups.length && !narrowed) return { total: 0, results: [], words: [] };
    const named = groups.filter(([[word]]) => versionLike.test(word));
    if (!narrowed && !all && named.length === 1 && groups.some((g) => g !== named[0] && /\d/.test(g[0][0]))) {
      const list = await group(named[0]);
      const near = list.spans.length < 3 && list.spans.every(([a, b]) => pieceOf(b - 1) < pieceOf(a) + 2);
      const { found, rest, terms } = await inside(near ? list : none(), groups.filter((g) => g !== named[0]));
      if (found.size) return { total: found.size, more: rest, results: best(found, limit), words: terms, rest: rest && (() => ask(query, limit, {}, true)) };
    }
    let lists = await Promise.all(groups.map((g, i) => group(g, i === groups.length - 1)));
    if (kind >= 0 && alike) tags = range ? [await rare('column', kind, facets.type, first, end)] : await tagged([['type', facets.type]]);
    const passes = ([doc]) => doc >= first && doc < end && (kind < 0 || kindOf.get(doc) === kind) && tags.every((t) => t.docs.has(doc));
    const find = (how) => {
      const met = lists.length ? how(lists)
        : tags.length ? new Map([...tags[0].docs.keys()].map((doc) => [doc, 0]))
          : new Map(Array.from({ length: Math.max(0, end - first) }, (_, i) => [first + i, 0]));
      return narrowed ? new Map([...met].filter(passes)) : met;
    };
    let found = find(meet);
    if (found.size < limit && [...lists, ...tags].some((l) => l.pieces.length)) {
      [lists, tags] = await rare('whole', lists, tags);
      found = find(meet);
    }
    if (!found.size && lists.length > 1) found = find((await rare('any')).bind(null, weight));
    const alone = [...lists, ...tags];
    const cut = alone.some((l) => l.pieces.length || l.end < Infinity);
    const sure = !cut || (alone.length === 1 && !range && alike);
    const ways = lists.filter((l) => l.spans.length).length === 2 ? await rare('paths', lists) : [];
    const version = !found.size && groups.flat().map(([t]) => t).find((t) => versionLike.test(t));
    return {
      total: (cut && sure ? alone[0].df : found.size) + ways.length,
      more: !sure,
      results: [...ways, ...best(found, alone.length < 2 && limit < 99 && lists[0]?.spans.length || limit)], // a version stands alone until more is asked for
      words: lists.flatMap((l) => l.terms),
      instead: lists.map((l) => l.instead).filter(Boolean),
      similar: version ? await rare('similar', version) : [],
    };
  };
}
