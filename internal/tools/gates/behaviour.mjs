// Uses the site as a reader does, with keyboard and forms.
//
//   node behaviour.mjs CHROMIUM BASE
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const [executablePath, base] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
const text = (selector, pattern) => page.waitForFunction(([s, p]) => new RegExp(p).test(document.querySelector(s)?.innerText), [selector, pattern]);
const active = () => page.evaluate(() => document.activeElement.href || document.activeElement.id);

// Pasted output fills the picker, and the picker leads to the page of the path.
await page.goto(`${base}/dm/`);
await page.click('.paste summary');
await page.fill('#pasted', 'db1 | CHANGED | rc=0 >>\nRelease Version: v1.0.1\nGit Commit Hash: e63c6cdebea0edcf2ef8c91d84cff4aaa5fc2df7\n');
await text('.paste [role=status]', 'at v1\\.0\\.1');
assert.equal(await page.inputValue('#from'), 'v1.0.1');
assert.equal(await page.innerText('.paste [role=status] a'), 'v1.0.1 → v1.0.5');
await page.fill('#pasted', 'db1: Release Version: v1.0.3\ndb2: Release Version: v1.0.2\n');
await text('.paste [role=status]', 'half done');
await page.click('.paste [role=status] a');
await page.waitForURL('**/dm/upgrade/v1.0.2/v1.0.3/');
await page.goto(`${base}/dm/`);
await page.selectOption('#from', 'v1.0.1');
await page.click('.go');
await page.waitForURL('**/dm/upgrade/v1.0.1/v1.0.5/');

// A ticked box stays ticked; the button clears it.
const box = page.locator('[data-tick]').first();
await box.check();
await page.reload();
assert.ok(await page.locator('[data-tick]').first().isChecked());
await page.click('[data-clear]');
assert.ok(!await page.locator('[data-tick]').first().isChecked());

// By keyboard alone: the first stop is the link past everything, which leads into
// the text; a command is copied, which is said; details open and close.
await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
await page.goto(`${base}/dm/upgrade/v1.0.1/v1.0.5/`);
await page.keyboard.press('Tab');
assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
await page.keyboard.press('Enter');
assert.equal(await active(), 'main');
await page.keyboard.press('Tab');
assert.ok(await page.evaluate(() => document.activeElement.closest('main .crumbs')));
const copy = page.locator('.act .copy').first();
await copy.focus();
await page.keyboard.press('Enter');
await text('#said', 'Copied');
assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'ansible-playbook local_prepare.yml');
const summary = page.locator('summary').first();
await summary.focus();
await page.keyboard.press('Enter');
assert.ok(await page.locator('details').first().evaluate((d) => d.open));

// What a screen reader is told: everything that can be used has a name, and no two
// boxes or buttons of a page the same one.
const session = await page.context().newCDPSession(page);
for (const at of ['/dm/', '/dm/upgrade/', '/dm/upgrade/v1.0.1/v1.0.5/', '/dm/releases/v1.0.5/', '/scripts/', '/search/']) {
  await page.goto(base + at);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const names = nodes.filter((n) => !n.ignored && ['button', 'checkbox', 'link', 'searchbox', 'textbox', 'combobox'].includes(n.role?.value)).map((n) => [n.role.value, n.name?.value ?? '']);
  assert.deepEqual(names.filter(([, name]) => !name.trim()), [], `${at}: without a name`);
  const told = names.filter(([role]) => role === 'checkbox').map(([, name]) => name);
  assert.deepEqual(told.filter((name, i) => told.indexOf(name) !== i), [], `${at}: boxes of one name`);
  const dotted = names.filter(([, name]) => /^[·→]/.test(name));
  assert.deepEqual(dotted, [], `${at}: marks of the style sheet in names`);
  assert.ok(names.filter(([role, name]) => role === 'button' && name === 'Copy').length === 0, `${at}: a button that does not say what it copies`);
}
await page.goto(`${base}/dm/upgrade/v1.0.1/v1.0.5/`);

// Slash, words, arrows, Escape; the number of results is announced.
await page.keyboard.press('/');
assert.equal(await active(), 'q');
await page.keyboard.type('relay');
await text('#said', '\\d+ result');
await page.keyboard.press('ArrowDown');
assert.match(await active(), /\/dm\/releases\//);
await page.keyboard.press('Escape');
assert.equal(await active(), 'q');
assert.ok(await page.locator('#results').isHidden());

// Two versions lead to the path between them; a version that is none, to those
// like it; a word with a slip, to the word.
await page.goto(`${base}/search/?q=upgrade+1.0.1+to+1.0.5`);
await text('#found', 'v1\\.0\\.1 → v1\\.0\\.5');
await page.click('#found h2 a');
await page.waitForURL('**/dm/upgrade/v1.0.1/v1.0.5/');
await page.goBack();
await text('#found', 'v1\\.0\\.1 → v1\\.0\\.5');
await page.fill('#q', 'v1.0.9');
await text("#said", "Nothing");
await text('#found', 'v1\\.0\\.5');
assert.ok(await page.locator('#browse').isVisible());
await page.fill('#q', 'relya.meta');
await text('#found', 'relay\\.meta');
await text('#said', '^\\d+ result');
assert.equal(await page.innerText('#found mark >> nth=0'), 'relay.meta');

// In Chinese, also with words around the version.
const chinese = await browser.newPage();
await chinese.goto(`${base}/zh/search/`);
await chinese.locator('#q').pressSequentially('升级到 v1.0.3', { delay: 20 });
await chinese.waitForFunction(() => document.querySelector('#found h2 a')?.textContent === 'v1.0.3');
await chinese.fill('#q', '一并升级');
await chinese.waitForFunction(() => [...document.querySelectorAll('#found mark')].some((m) => /一并/.test(m.textContent)));
await chinese.close();

// A choice of facets is a step in the history, with and without words.
await page.fill('#q', '');
await page.selectOption('#f-type', 'note');
await page.waitForURL('**/search/?type=note');
await text('#found', 'result');
await page.selectOption('#f-type', 'step');
await page.waitForURL('**type=step');
await page.goBack();
await page.waitForURL('**type=note');
assert.equal(await page.inputValue('#f-type'), 'note');

// Facets and words are in the address, and come back from it.
await page.goto(`${base}/search/?q=fix&component=DM-worker&from=v1.0.1`);
await text('#found', 'v1\\.0\\.\\d');
assert.ok(!/v1\.0\.1\b/.test(await page.innerText('#found')));
assert.equal(await page.inputValue('#f-component'), 'DM-worker');
await page.selectOption('#f-type', 'added');
await page.waitForURL('**type=added**');

// Without JavaScript the form of the picker is followed by the host's rule.
const bare = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
await bare.goto(`${base}/zh/dm/`);
assert.ok(await bare.locator('.paste').isHidden());
await bare.selectOption('#from', 'v1.0.2');
await bare.selectOption('#to', 'v1.0.4');
await bare.click('.go');
assert.match(bare.url(), /\/zh\/dm\/upgrade\/(v1\.0\.2\/v1\.0\.4\/|\?from=v1\.0\.2&to=v1\.0\.4)/);
await bare.goto(`${base}/search/?q=1.0.4`);
await bare.click('#browse a >> nth=0');
assert.match(bare.url(), /\/dm\/releases\/$/);
await browser.close();
console.log('as expected');
