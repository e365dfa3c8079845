// What few searches need: words with a typo, versions that no release has, ways
// between two releases, older entries of common words, and all of a kind in a range. The engine fetches
// this when it does, and hands its own functions over.

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

// close finds the entries of a word that differs by one letter.
export async function close({ lookup, within }, word) {
  let k = 0; // the shortest beginning that few shards hold
  while (k < word.length && within(word.slice(0, k)).reduce((a, b) => b - a) > 3) k++;
  const found = await lookup(word.slice(0, k), (t) => near(t, word), 0.5, 4);
  const [used] = found.terms.sort((a, b) => a.length - b.length);
  return { ...found, instead: used && [word, used] };
}

// whole adds the older entries to lists.
export const whole = ({ bitsOf, fetched, list }, lists) => Promise.all(lists.map(async (l) => {
  const all = { ...l, docs: new Map(l.docs), pieces: [] };
  for (const [n, file, from, to] of l.pieces) list(bitsOf(await fetched(`x${file}`, from, to), 0), n, all);
  return all;
}));

// column is the newest entries of a kind in a range, and from where on there
// may be more.
export async function column({ columns, kindOf, none, pieceOf, rows }, kind, first, end) {
  const found = none();
  for (let i = Math.max(0, pieceOf(kind, first)); i < columns[kind].length && columns[kind][i][0] < end; i++) {
    if (found.docs.size > 200) return { ...found, end: 0 };
    for (const doc of (await rows(kind, i)).keys()) if (doc >= first && doc < end) found.docs.set(doc, kindOf.set(doc, kind) && 0);
  }
  return found;
}

// paths are the ways between two releases of one product, where the words name
// two. Entries are ordered, the newest release first.
export async function paths({ row }, lists) {
  const [a, b] = lists.filter((l) => l.spans.length);
  const [from, to] = await Promise.all([a, b].map((l) => Promise.all(l.spans.slice(0, 9).map(async ([doc]) => ({ doc, ...await row(doc) })))));
  return from.flatMap((x) => to.filter((y) => y.product === x.product && y.doc !== x.doc).map((y) => {
    const [older, newer] = x.doc > y.doc ? [x, y] : [y, x];
    const ways = new URLSearchParams({ from: older.release, to: newer.release });
    return { kind: 'path', product: x.product, release: `${older.release} → ${newer.release}`, title: '', body: '', url: `${newer.url.replace(/releases\/[^/]*\/$/, 'upgrade/')}?${ways}` };
  }));
}

// similar are releases whose names begin as a word does that names none.
export async function similar({ lookup, row, versionLike }, word) {
  for (let k = word.length - 1; k > 0; k--) {
    const found = await lookup(word.slice(0, k), (t) => versionLike.test(t));
    if (found.spans.length) return Promise.all([...new Set(found.spans.map(([doc]) => doc))].sort((a, b) => a - b).slice(0, 4).map(row));
  }
  return [];
}
