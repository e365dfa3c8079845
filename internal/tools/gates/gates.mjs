// Opens pages of sites in one Chromium and prints one JSON line for each: what
// axe finds in light, in dark and at 320 px, violations of the policy, what is
// written to the console, sideways scrolling, whether text and links are the same
// without JavaScript, and requests and bytes as brotli packs them.
//
//   node gates.mjs CHROMIUM < URL...
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { brotliCompressSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const [executablePath] = process.argv.slice(2);
const addresses = readFileSync(0, 'utf8').trim().split('\n');
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

// Each page of a context has an empty cache, as a reader has who comes from a
// search engine.
async function open(address, js) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: js });
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
  // The search page asks for more once it is there.
  await page.goto(address, { waitUntil: address.includes('?q=') ? 'networkidle' : 'load' });
  await Promise.all(weighed);
  return { page, seen, close: () => context.close() };
}

// A second context is let past the policy, so that axe can be put into its pages.
const lab = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true })).newPage();
const modes = [['light', 1280, 'light'], ['dark', 1280, 'dark'], ['320', 320, 'light']];

async function examine(address, out) {
  await lab.setViewportSize({ width: 1280, height: 900 });
  await lab.goto(address, { waitUntil: 'load' });
  if (address.includes('?q=')) await lab.waitForSelector('#found a');
  await lab.evaluate(axe);
  for (const [name, width, colorScheme] of modes) {
    await lab.setViewportSize({ width, height: 900 });
    await lab.emulateMedia({ colorScheme });
    const wide = await lab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) out.overflow.push(`${name} by ${wide} px`);
    await lab.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
    const found = await lab.evaluate((run) => window.axe.run(document, { runOnly: run, resultTypes: ['violations'] }), tags);
    out.axe[name] = found.violations.map((v) => `${name} ${v.id}: ${v.nodes.length} × ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary?.split('\n').slice(1, 2).join('')}`);
  }
}

for (const address of addresses) {
  const out = { url: address, axe: {}, overflow: [] };
  const plain = await open(address, true);
  out.console = plain.seen.console;
  out.csp = out.console.filter((m) => /Content Security Policy|Trusted/.test(m)).length;
  ({ requests: out.requests, bytes: out.bytes, script: out.script } = plain.seen);
  const withScript = await plain.page.evaluate(visible);
  await plain.close();
  const bare = await open(address, false);
  const without = await bare.page.evaluate(visible);
  await bare.close();
  const missing = [...withScript.links.filter((l) => !without.links.includes(l)), ...without.links.filter((l) => !withScript.links.includes(l))];
  if (withScript.text !== without.text) missing.push(`${withScript.text.length} characters of text, ${without.text.length} without a script`);
  out.difference = missing;
  await examine(address, out);
  console.log(JSON.stringify(out));
}
await browser.close();
