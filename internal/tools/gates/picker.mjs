// Types versions into the picker of a site with too many releases to list, with
// JavaScript and without.
//
//   node picker.mjs CHROMIUM BASE OLDEST NEXT NEWEST
//
// BASE is the home of the product.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const [executablePath, base, oldest, next, newest] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });

async function ask(page, from, to) {
  await page.goto(base);
  await page.fill('#from', from);
  await page.fill('#to', to);
  await page.click('.go');
}

// Far apart: the pages that go there, one after the other, and each is there.
const page = await browser.newPage();
await ask(page, oldest, newest);
await page.waitForSelector('#nopath:not([hidden])');
const way = await page.locator('#nopath li a').evaluateAll((links) => links.map((a) => [a.textContent, a.href]));
assert.ok(way.length > 1, 'no pages are named');
assert.ok(way[0][0].startsWith(`${oldest} → `) && way.at(-1)[0].endsWith(` → ${newest}`), way.join());
for (const [i, [text, href]] of way.entries()) {
  if (i > 0) assert.equal(text.split(' → ')[0], way[i - 1][0].split(' → ')[1]);
  assert.equal((await page.request.get(href)).status(), 200, href);
}
assert.match(await page.innerText('#nopath pre'), new RegExp(`--from ${oldest} --to ${newest}`.replaceAll('.', '\\.')));

// Near: straight to the page, with and without JavaScript.
await ask(page, oldest, next);
await page.waitForURL(`**/upgrade/${oldest}/${next}/`);
const bare = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
await ask(bare, oldest, next);
assert.ok(bare.url().endsWith(`/upgrade/${oldest}/${next}/`), bare.url());
await ask(bare, oldest, 'v99.0.0');
assert.equal(await bare.inputValue('#from'), '');
assert.ok(await bare.locator(`main .chips a[href$="/releases/${newest}/"]`).isVisible());
await browser.close();
console.log('as expected');
