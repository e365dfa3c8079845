// Reads what components print about their versions, as `upgraph-run identify`
// does: one file of vectors holds both (internal/run/testdata/identify.json).

const versionLine = /^(.*?)\b(Release Version|Git Commit Hash|Git Branch|UTC Build Time|Go Version):\s*(.*?)["',\s]*$/i;
const headings = [
  /^(\S+) \| [A-Z]+!?(?: \||:| =>| >>|$)(.*)$/,
  /^(?:ok|changed|fatal|failed): \[([^\]\s]+)[^\]]*\](.*)$/,
  /^\[\d+\] \S+ \[(?:SUCCESS|FAILURE)\] (\S+)(.*)$/,
  /^==> (.+?) <==()$/,
  /^(?:={2,}|-{3,}|#{2,}|\*{3,}|>{2,}) ?([\p{L}\p{N}_].*?) ?[-=#*<>]*()$/u,
  /^\[([\w.:@-]+)\]()$/,
  /^([\w.@-]+(?::\d+)?):()$/,
];
const hostPrefix = /^([\w.@/-]+(?::\d+)?)(?::| +\|)\s+(.*)$/;
const ansibleTail = /^[|: ]*(?:rc=\d+)? *(?:>>|=>)? *\{? *$/;

const trim = (s, chars) => {
  let [a, b] = [0, s.length];
  while (a < b && chars.includes(s[a])) a++;
  while (b > a && chars.includes(s[b - 1])) b--;
  return s.slice(a, b);
};
const words = (s) => s.split(/\s+/).filter(Boolean);
const isRule = (line) => line.length > 2 && trim(line, '-=') === '';
const sequence = new RegExp('\\u001b(?:\\[[^@-~]*[@-~]?|[^]?)', 'g');
const invisible = new RegExp('[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]', 'g');
const plainLine = (s) => s.replace(/\r+$/, '').replace(/^[^]*\r/, '').replaceAll('\u00a0', ' ').replace(sequence, '').replace(invisible, '');
const unescape = (line) => (line.includes('\\n') && versionLine.test(line.replaceAll('\\n', ' ')) ? line.replaceAll('\\r', '').split('\\n') : [line]);

function componentNames(components) {
  const quoted = (c) => c.toLowerCase().split(/[^a-z0-9\u0080-\uffff]+/).filter(Boolean);
  return components.filter((c) => quoted(c).length)
    .map((name) => ({ name, pattern: new RegExp(`(?<=^|[^a-z0-9])(${quoted(name).join('[-_. ]?')})(?=[^a-z0-9]|$)`, 'gi') }))
    .sort((a, b) => b.name.length - a.name.length);
}

function heading(line) {
  for (const h of headings) {
    const m = h.exec(line);
    if (m) return [trim(m[1], '[]() '), m[2].trim()];
  }
  return ['', ''];
}

// read goes through the lines of one output.
function read({ name, host, text }, components) {
  const names = componentNames(components);
  const seen = [];
  const answered = new Set();
  const asked = []; // the first is the whole output
  const loose = []; // hosts only if others answer in the same way
  const place = (h, c) => `${h}\0${c}`;
  let component = '';
  let prefixed = false;
  let before = ['', ''];
  let block;
  let keys;

  const componentIn = (s) => {
    let [found, at] = ['', -1];
    for (const c of names) {
      const last = [...s.matchAll(c.pattern)].at(-1);
      if (last && last.index > at) [found, at] = [c.name, last.index];
    }
    return found;
  };
  const withoutComponent = (title) => {
    const c = names.find((n) => n.name === componentIn(title));
    if (!c) return title.trim();
    const t = title.trim();
    const m = [...t.matchAll(c.pattern)][0];
    const rest = trim(`${t.slice(0, m.index)} ${t.slice(m.index + m[1].length)}`, ' -_./:|()[],');
    return /^\d+$/.test(rest) ? t : words(rest).join(' ');
  };
  const ask = (q) => { if (!asked.some((o) => o.place === q.place)) asked.push(q); };
  const endBlock = () => {
    if (block && (keys.has('release version') || keys.has('git commit hash'))) {
      seen.push(block);
      answered.add(place(block.host, block.component));
      answered.add(place(block.host, ''));
    }
    block = undefined;
  };
  const open = (number, title, more) => {
    endBlock();
    component = componentIn(title) || componentIn(more);
    host = withoutComponent(title);
    ask({ place: place(host, component), host: title, says: '', source: `${name}:${number}` });
  };
  const value = (number, key, v) => {
    if (!block || keys.has(key)) {
      endBlock();
      block = { host, component, printed: '', commit: '', source: `${name}:${number}` };
      keys = new Set();
    }
    keys.add(key);
    if (key === 'release version') block.printed = v.trim();
    if (key === 'git commit hash') block.commit = v.trim();
  };
  const other = (line) => {
    if (trim(line, '-=#*{}[]()", ') === '') return;
    const c = componentIn(line);
    if (c) {
      endBlock();
      component = c;
    }
    asked.at(-1).says ||= line;
  };
  const lineOf = (number, line) => {
    if (!line.trim()) return;
    const m = versionLine.exec(line);
    if (m) {
      const lead = m[1].trim();
      const p = hostPrefix.exec(`${lead} `);
      const [h, rest] = heading(lead);
      if (p && !p[2] && p[1] !== 'stdout' && p[1] !== 'msg') {
        prefixed = true;
        if (host !== p[1]) {
          endBlock();
          host = p[1];
          component = componentIn(`${host} ${name}`);
        }
      } else if (h) open(number, h, rest);
      value(number, m[2].toLowerCase(), m[3].replace(/^["' ]+/, '').split('"')[0]);
      return;
    }
    const [h, rest] = heading(line);
    if (h) {
      open(number, h, '');
      other(rest.replace(ansibleTail, ''));
      return;
    }
    if (isRule(line) && isRule(before[0]) && words(before[1]).length === 1) {
      open(number - 1, before[1], '');
      return;
    }
    const p = hostPrefix.exec(line);
    if (p && !componentIn(p[1])) loose.push({ place: place(p[1], ''), host: p[1], says: p[2], source: `${name}:${number}` });
    other(line);
  };

  component = componentIn(name);
  host = withoutComponent(host);
  ask({ place: place(host, ''), host, says: '', source: name });
  text.split('\n').forEach((raw, i) => {
    for (const part of unescape(raw)) {
      const line = plainLine(part).trimEnd();
      lineOf(i + 1, line);
      before = [before[1], line];
    }
  });
  endBlock();
  if (prefixed) loose.forEach(ask);
  const silent = asked.slice(1).filter((q) => !answered.has(q.place));
  if (!seen.length && !silent.length) silent.push(asked[0]);
  return { seen, silent };
}

// match finds the release of a build: version and commit must agree as far as
// both are printed and known.
function match(releases, printed, commit) {
  const hash = commit.toLowerCase();
  const byCommit = /^[0-9a-f]{7,}$/.test(hash)
    ? releases.findIndex(({ commit: c = '' }) => c.length >= 7 && (c.toLowerCase().startsWith(hash) || hash.startsWith(c.toLowerCase()))) : -1;
  const bare = (v) => v.toLowerCase().replace(/^v(?=\d)/, '');
  const base = (v) => bare(v).replace(/-\d+-g[0-9a-f]+$/, '');
  const called = (r) => [r.id, r.build, r.deploy_version, ...(r.aliases ?? [])].some((n) => n && bare(n) === bare(printed));
  if (!printed) return '';
  const hits = releases.flatMap((r, i) => (called(r) ? [i] : []));
  const exact = hits.length > 1 ? hits.filter((i) => bare(releases[i].id) === bare(printed)) : hits;
  const byName = exact.length === 1 ? exact[0] : -1;
  if (byName >= 0) {
    const r = releases[byName];
    if (byName === byCommit) return r.id;
    if (byCommit >= 0 || (r.commit && commit) || (r.build && printed !== r.build && !commit)) return '';
    return r.id;
  }
  const known = releases[byCommit];
  return known?.version && !printed.includes('dirty') && base(printed) === base(known.version) ? known.id : '';
}

// identify says where a cluster is.
export function identify({ components, releases, hops }, outputs) {
  const seen = [];
  const silent = [];
  for (const o of outputs) {
    const r = read(o, components);
    for (const s of r.seen) {
      s.release = match(releases, s.printed, s.commit);
      const again = (t) => t.host === s.host && t.component === s.component && t.printed === s.printed && t.commit === s.commit
        && (s.host || s.component || t.source === s.source);
      if (!seen.some(again)) seen.push(s);
    }
    silent.push(...r.silent);
  }
  const at = (id) => releases.findIndex((r) => r.id === id);
  const found = [...new Set(seen.map((s) => at(s.release)).filter((i) => i >= 0))].sort((a, b) => a - b);
  const unknown = !seen.length || silent.length > 0 || seen.some((s) => at(s.release) < 0);
  const newest = releases[found.at(-1)]?.id ?? '';
  const places = new Map();
  let torn = false;
  for (const s of seen.filter((x) => x.host || x.component)) {
    const key = `${s.host}\0${s.component}`;
    if (places.has(key) && places.get(key) !== s.release) {
      torn = Boolean(s.component);
      break;
    }
    places.set(key, s.release);
  }
  let state = unknown ? 'unknown' : 'consistent';
  if (found.length > 1) {
    const [from, to] = found.map((i) => releases[i].id);
    state = found.length === 2 && !unknown && !torn && hops.some((h) => h[0] === from && h[1] === to) ? 'half-done' : 'mixed';
  }
  const where = (s) => `${s.host} ${s.component ?? ''}`.trim() || s.source;
  const remains = [...seen.filter((s) => !s.release || s.release !== newest).map(where), ...silent.map((s) => s.host || s.source)];
  const named = new Set(seen.map((s) => s.component).filter((c) => components.includes(c)));
  return {
    state, newest, version: state === 'consistent' ? newest : '', components: seen, remains, silent,
    not_asked: named.size ? components.filter((c) => !named.has(c)) : [],
  };
}

const element = (name, text) => Object.assign(document.createElement(name), { textContent: text });

// start binds the box of a page: what is pasted is read at once.
export async function start(place, open) {
  const builds = await (await fetch(new URL(place.dataset.builds, location.href))).json();
  const box = place.querySelector('textarea');
  const out = place.querySelector('[role=status]');
  const say = place.dataset;
  const run = () => {
    if (!box.value.trim()) return out.replaceChildren();
    const id = identify(builds, [{ name: '-', host: '', text: box.value }]);
    const list = element('ul', '');
    for (const s of id.components) {
      list.append(element('li', `${[s.host, s.component].filter(Boolean).join(' ') || s.source}: ${s.release || `${s.printed} ${s.commit}`.trim()}${s.release ? '' : ` (${say.foreign})`}`));
    }
    for (const s of id.silent) list.append(element('li', `${s.host || s.source}: ${say.silent}`));
    out.replaceChildren(element('p', say[id.state.replace('-', '')].replace('%s', id.version || id.newest)), list);
    if (id.not_asked.length) out.append(element('p', `${say.notasked} ${id.not_asked.join(', ')}`));
    // What is at one release goes on to the newest, what is half done to its end.
    const from = id.version || (id.state === 'half-done' && id.components.find((s) => s.release !== id.newest).release);
    const to = id.version ? builds.releases.at(-1).id : id.newest;
    if (from && from !== to) {
      const line = element('p', '');
      line.append(Object.assign(element('a', `${from} → ${to}`), { href: open(from, to) }));
      out.append(line);
    }
    return undefined;
  };
  box.addEventListener('input', run);
  run();
}
