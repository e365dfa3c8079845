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

// whole adds the older entries to lists and tags, where there may be any of what
// the shortest list has that is whole.
export async function whole({ bitsOf, fetched, list }, ...all) {
  const [few] = all.flat().filter((l) => !l.pieces.length && l.end === Infinity && !l.spans.length).sort((a, b) => a.docs.size - b.docs.size);
  const wanted = (first, end) => !few || [...few.docs.keys()].some((doc) => doc >= first && doc < end);
  return Promise.all(all.map((lists) => Promise.all(lists.map(async (l) => {
    const more = { ...l, docs: new Map(l.docs), pieces: [] };
    for (const [i, [n, file, from, to, first]] of l.pieces.entries()) {
      if (wanted(first, l.pieces[i + 1]?.[4] ?? Infinity)) list(bitsOf(await fetched(`x${file}`, from, to), 0), n, more);
    }
    return more;
  }))));
}

// any makes the function that finds the entries in at least one list. What is rare
// decides.
export const any = () => (weight, lists) => {
  const out = new Map();
  for (const l of lists) for (const [doc, impact] of l.docs) out.set(doc, (out.get(doc) ?? 0) + weight(l) ** 2 * (15 + impact));
  return out;
};

// range is the first entry of the releases from one to another, the end of them,
// and whether they are all.
export async function range({ exact, root, tokenize }, from, to) {
  const releases = async (version) => (await Promise.all(tokenize(version ?? '').map(([[t]]) => exact(t)))).flatMap((l) => l.spans.map(([doc]) => doc));
  const [after, upTo] = await Promise.all([releases(from), releases(to)]);
  return [upTo.length ? Math.min(...upTo) : after.length ? root.outside : 0, after.length ? Math.max(...after) : root.n, after.length + upTo.length > 0];
}

// column is the newest entries of a kind in a range, and from where on there
// may be more.
export async function column({ kindOf, none, pieceOf, rows, starts }, kind, kindName, first, end) {
  const found = none();
  for (let i = pieceOf(first); i < starts.length && starts[i] < end; i++) {
    if (found.docs.size > 200) return { ...found, end: 0 };
    for (const [doc, r] of await rows(i)) if (r.kind === kindName && doc >= first && doc < end) found.docs.set(doc, kindOf.set(doc, kind) && 0);
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
