// Searches as readers do: letter by letter, by what they paste, back and forth, on
// hosts that are slow, gone, or serve no parts of files.
//
//   node search.mjs CHROMIUM BASE VERSION OTHER WORD
//
// VERSION and OTHER are releases, WORD stands in many entries.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const [executablePath, base, version, other, word] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const index = /\.idx$/;

// opened is a page in a browser that knows nothing yet, with what went wrong on it.
async function opened(path, before = async () => {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  const page = await context.newPage();
  page.wrong = [];
  page.asked = [];
  page.on('pageerror', (error) => page.wrong.push(String(error)));
  page.on('console', (m) => /Content Security Policy|Trusted/.test(m.text()) && page.wrong.push(m.text()));
  page.on('request', (r) => /\/search\/\w+\.js$|\.idx$/.test(r.url()) && page.asked.push(r.url().split('/').pop()));
  await before(page);
  await page.goto(base + path);
  return page;
}
const text = (page, selector, pattern) => page.waitForFunction(([s, p]) => new RegExp(p).test(document.querySelector(s)?.innerText), [selector, pattern.replaceAll('.', '\\.')]);
const first = (page) => page.locator('#found h2 a').first();
const shows = async (page, name) => {
  await page.waitForFunction((n) => document.querySelector('#found h2 a')?.textContent === n, name);
  await page.waitForTimeout(400); // nothing that comes late takes its place
  assert.equal(await first(page).textContent(), name);
};
const done = async (page) => {
  assert.deepEqual(page.wrong, []);
  await page.context().close();
};

// Letter by letter the release comes first, alone, and the whole takes few requests.
let page = await opened('/search/');
await page.locator('#q').pressSequentially(version, { delay: 30 });
await shows(page, version);
assert.equal(await page.locator('#found h2').count(), 1, 'a version is not alone');
if (/[2-9]/.test(await page.innerText('#said'))) {
  await page.click('#found > a');
  await page.waitForFunction(() => document.querySelectorAll('#found h2').length > 1);
  assert.equal(await first(page).textContent(), version);
}
assert.equal(new URL(page.url()).searchParams.get('q'), version);
assert.ok(page.asked.length <= 8, `${page.asked.length} requests: ${page.asked}`);

// Backspace, letter by letter, leads back to the lists.
await page.focus('#q');
await page.keyboard.press('End');
for (let i = 0; i < version.length; i++) await page.keyboard.press('Backspace');
await page.waitForFunction(() => !document.getElementById('browse').hidden && !location.search);
assert.equal(await page.innerText('#found'), '');
assert.equal(await page.innerText('#said'), '');

// What is pasted may have more around it.
await page.fill('#q', `  Release Version: ${version.replace(/^v/, '')}  `);
await shows(page, version);

// What was sent is a step in the history; the box follows it back and forth.
await page.keyboard.press('Enter');
await page.fill('#q', other);
await page.keyboard.press('Enter');
await shows(page, other);
await page.fill('#q', word);
await page.keyboard.press('Enter');
await text(page, '#said', '\\d+ result');
await page.goBack();
await shows(page, other);
assert.equal(await page.inputValue('#q'), other);
await page.goForward();
await page.waitForFunction((w) => document.getElementById('q').value === w && new URLSearchParams(location.search).get('q') === w, word);

// A result is followed, and what was searched is there again behind it.
const leads = await first(page).getAttribute('href');
await first(page).click();
await page.waitForURL((url) => !url.pathname.endsWith('/search/'));
await page.goBack();
await text(page, '#said', '\\d+ result');
assert.equal(await first(page).getAttribute('href'), leads);

// Facets narrow what was found; with nothing in them it is all there again.
const total = await page.innerText('#said');
await page.selectOption('#f-type', 'step');
await page.waitForFunction((t) => document.getElementById('said').innerText !== t, total);
await page.fill('#f-to', version);
await page.keyboard.press('Enter');
await page.waitForURL(`**to=${version}**`);
await page.selectOption('#f-type', '');
await page.fill('#f-to', '');
await page.keyboard.press('Enter');
await page.waitForFunction((t) => document.getElementById('said').innerText === t, total);
await done(page);

// In the panel of any other page: arrows, Enter, Escape.
page = await opened('/');
await page.locator('#q').pressSequentially(version, { delay: 20 });
await page.waitForFunction((v) => document.querySelector('#results h2 a')?.textContent === v, version);
await page.keyboard.press('Escape');
assert.ok(await page.locator('#results').isHidden());
assert.equal(await page.inputValue('#q'), version, 'Escape empties the box');
await page.keyboard.type(' ');
await page.waitForSelector('#results:not([hidden]) h2');
await page.keyboard.press('ArrowDown');
await page.keyboard.press('ArrowUp');
assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
await page.keyboard.press('ArrowDown');
await page.keyboard.press('Enter');
await page.waitForURL(`**/releases/${version}/`);
await done(page);

// The first result takes the engine and two parts of the index.
page = await opened(`/search/?q=${version}`);
await shows(page, version);
assert.ok(page.asked.length <= 3, `${page.asked.length} requests: ${page.asked}`);

// Offline: what was found before is found again, what was not says so, and once
// the host is back it is found without anything else.
await page.context().setOffline(true);
await page.fill('#q', '');
await page.fill('#q', version);
await shows(page, version);
await page.fill('#q', `${word} zzzz`);
await page.waitForSelector('#found .banner');
await page.waitForFunction(() => !document.getElementById('browse').hidden);
assert.equal(await page.innerText('#said'), await page.innerText('#found .banner'), 'a failure is not announced');
await page.context().setOffline(false);
await page.fill('#q', other);
await shows(page, other);
await done(page);

// The engine itself could not be fetched the first time.
let away = true;
page = await opened('/', (p) => p.route(/\/search\/\w+\.js$/, (route) => (away ? route.abort() : route.continue())));
await page.locator('#q').pressSequentially(version, { delay: 20 });
await page.waitForTimeout(300);
away = false;
await page.locator('#q').blur();
await page.locator('#q').fill(other);
await page.waitForFunction((v) => document.querySelector('#results h2 a')?.textContent === v, other);
await done(page);

// A host that serves no parts of files.
page = await opened('/search/', (p) => p.route(index, (route) => {
  const { range, ...headers } = route.request().headers();
  return route.continue({ headers });
}));
await page.locator('#q').pressSequentially(`${other} ${word}`, { delay: 20 });
await text(page, '#said', '\\d');
await page.fill('#q', version);
await shows(page, version);
await done(page);

// A slow host: whoever types on sees what the last words find, however late the
// first ones are answered.
let late = 600;
page = await opened('/search/', (p) => p.route(index, async (route) => {
  await new Promise((resolve) => setTimeout(resolve, late));
  late = Math.max(20, late - 150); // the later the sooner
  await route.continue();
}));
await page.fill('#q', word);
await page.waitForTimeout(150);
await page.fill('#q', version);
await page.waitForTimeout(150);
await page.fill('#q', other);
await shows(page, other);
await page.waitForTimeout(900);
assert.equal(await first(page).textContent(), other);
await done(page);

// While results are on their way somebody empties the box: nothing comes late.
late = 500;
page = await opened('/search/', (p) => p.route(index, async (route) => {
  await new Promise((resolve) => setTimeout(resolve, late));
  await route.continue();
}));
await page.fill('#q', version);
await page.waitForTimeout(200);
await page.fill('#q', '');
await page.waitForTimeout(1500);
assert.equal(await page.innerText('#found'), '');
assert.ok(await page.locator('#browse').isVisible());
await done(page);
await browser.close();
console.log('as expected');
