// Asks Lighthouse for the scores of pages, all in one Chromium, and prints one
// JSON line for each: its address and a list of scores for each category. A page
// whose TIMES is 0 is asked for once, without its performance.
//
//   node lighthouse.mjs CHROMIUM < "TIMES URL"...
import { readFileSync } from 'node:fs';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const [chromePath] = process.argv.slice(2);
const chrome = await launch({ chromePath, chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });

// A machine that is busy may miss the start of a page, which is then asked again.
async function scores(url, timed) {
  const quick = timed ? {} : { onlyCategories: ['accessibility', 'best-practices', 'seo'], throttlingMethod: 'provided' };
  for (let turn = 0; ; turn++) {
    const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: 'error', maxWaitForLoad: 90000, ...quick });
    if (!lhr.runtimeError || turn === 2) {
      const failed = Object.values(lhr.categories).flatMap((c) => c.auditRefs.filter((a) => a.weight > 0 && lhr.audits[a.id].score !== null && lhr.audits[a.id].score < 0.9).map((a) => a.id));
      return { all: Object.entries(lhr.categories).map(([name, c]) => [name, Math.round(c.score * 100)]), failed };
    }
  }
}

for (const line of readFileSync(0, 'utf8').trim().split('\n')) {
  const [times, url] = line.split(' ');
  const out = { url, scores: {}, failed: [] };
  for (let i = 0; i < Math.max(1, Number(times)); i++) {
    const { all, failed } = await scores(url, times > 0);
    for (const [name, score] of all) (out.scores[name] ??= []).push(score);
    out.failed = [...new Set([...out.failed, ...failed])];
  }
  console.log(JSON.stringify(out));
}
chrome.kill();
