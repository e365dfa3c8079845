// Writes a guide while a browser shows it, as an author does, and measures from
// save to new text.
//
//   node serve.mjs CHROMIUM PAGE GUIDE WORDS [PICTURE]
//
// WORDS stand in the guide and on the page.
import assert from 'node:assert/strict';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const [executablePath, url, guide, words, picture] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage();
const refused = [];
page.on('console', (m) => /Content Security Policy|Trusted/.test(m.text()) && refused.push(m.text()));
const source = readFileSync(guide, 'utf8');
const save = (text) => {
  writeFileSync(`${guide}~`, text);
  renameSync(`${guide}~`, guide);
};
const shows = (text) => page.getByText(text).first().waitFor();

await page.goto(url);
await shows(words);
const buttons = await page.locator('button').count();
// The page itself says when the new text is painted; asking it takes longer.
await page.evaluate((words) => {
  const said = new RegExp(`${words} for the time (\\d+)`);
  globalThis.painted = [];
  new MutationObserver(() => {
    const n = document.body.innerText.match(said)?.[1];
    if (n && !globalThis.painted[n]) requestAnimationFrame(() => setTimeout(() => { globalThis.painted[n] ||= Date.now(); }));
  }).observe(document, { subtree: true, childList: true });
}, words);
const times = [];
for (let i = 1; i <= 20; i++) {
  await page.waitForTimeout(150);
  const start = Date.now();
  save(source.replace(words, `${words} for the time ${i}`));
  await page.waitForFunction((n) => globalThis.painted[n], i);
  times.push(await page.evaluate((n) => globalThis.painted[n], i) - start);
}
times.sort((a, b) => a - b);
console.log(`save to new text: median ${times[10].toFixed(0)} ms, least ${times[0].toFixed(0)} ms, most ${times[19].toFixed(0)} ms`);

// The page is as if it had been loaded: each button is there once, and works.
assert.equal(await page.locator('button').count(), buttons);
const scheme = () => page.evaluate(() => document.documentElement.dataset.scheme);
const before = await scheme();
await page.locator('.tools button').last().click();
assert.notEqual(await scheme(), before);

// A fault lies over the page, with its place, and goes when it is mended.
save(`---\ntitle: A\ntitle: B\n---\n${source}`);
const box = page.locator('#upgraph-live.errors');
await box.waitFor();
assert.match(await box.innerText(), /guide\.md:3|\.md:3:1/);
if (picture) await page.screenshot({ path: picture });
await page.keyboard.press('Escape');
assert.equal(await box.count(), 0);
save(source);
await shows(words);
assert.equal(await box.count(), 0);
assert.deepEqual(refused, []);
await browser.close();
console.log('as expected');
