// Opens pages in Chromium and prints one JSON line for each: what axe finds in
// light, in dark and at 320 px, violations of the policy, what is written to the
// console, requests and bytes as brotli packs them, and whether text and links are the same without
// JavaScript.
//
//   node gates.mjs CHROMIUM BASE PATH...
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliCompressSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const [executablePath, base, ...paths] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const browser = await chromium.launch({
  executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

// visible is the text and the links of the page, without what only a script
// offers.
const visible = () => {
  const text = [];
  const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    if (!n.parentElement.closest('button, .copy, [data-paste], [data-site], [data-sitehint], noscript, #facets, #found, #nopath')) text.push(n.data);
  }
  return {
    text: text.join(' ').replace(/\s+/g, ' ').trim(),
    links: [...document.querySelectorAll('a[href]')].filter((a) => !a.closest('noscript, #found, #results')).map((a) => new URL(a.getAttribute('href'), location.href).href),
  };
};

async function open(path, { scheme = 'light', width = 1280, js = true, bypassCSP = false } = {}) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 }, javaScriptEnabled: js, bypassCSP });
  const page = await context.newPage();
  const seen = { console: [], requests: 0, bytes: 0, script: 0 };
  page.on('console', (m) => seen.console.push(`${m.type()}: ${m.text()}`));
  page.on('pageerror', (e) => seen.console.push(`error: ${e.message}`));
  const weighed = [];
  page.on('requestfinished', (r) => {
    if (r.url().startsWith('data:')) return;
    seen.requests++;
    weighed.push(r.response().then((answer) => answer.body()).then((body) => {
      const size = Math.min(brotliCompressSync(body).length, body.length);
      seen.bytes += size;
      if (r.resourceType() === 'script') seen.script += size;
    }));
  });
  await page.goto(base + path, { waitUntil: 'networkidle' });
  await Promise.all(weighed);
  return { page, seen, close: () => context.close() };
}

for (const path of paths) {
  const out = { path, axe: [], csp: 0, overflow: [] };
  const plain = await open(path);
  out.csp = plain.seen.console.filter((m) => /Content Security Policy|Trusted/.test(m)).length;
  out.console = plain.seen.console;
  ({ requests: out.requests, bytes: out.bytes, script: out.script } = plain.seen);
  const withScript = await plain.page.evaluate(visible);
  await plain.close();
  const bare = await open(path, { js: false });
  const without = await bare.page.evaluate(visible).catch(() => undefined);
  await bare.close();
  if (without) {
    out.same = JSON.stringify(withScript.text) === JSON.stringify(without.text) && withScript.links.every((l) => without.links.includes(l)) && without.links.every((l) => withScript.links.includes(l));
    if (!out.same) out.difference = [withScript.text.length, without.text.length, withScript.links.length, without.links.length];
  }
  for (const mode of [{}, { scheme: 'dark' }, { width: 320 }]) {
    const shown = await open(path, { ...mode, bypassCSP: true });
    const wide = await shown.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) out.overflow.push(`${mode.width ?? 1280}px by ${wide}`);
    await shown.page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
    await shown.page.evaluate(axe);
    const found = await shown.page.evaluate((run) => window.axe.run(document, { runOnly: run, resultTypes: ['violations'] }), tags);
    for (const v of found.violations) out.axe.push(`${mode.scheme ?? mode.width ?? 'light'} ${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary?.split('\n').slice(1, 2).join('')}`);
    await shown.close();
  }
  console.log(JSON.stringify(out));
}
await browser.close();
