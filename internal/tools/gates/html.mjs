// Reads pages by the recommended rules of html-validate, and the policy of a site
// by Google's evaluator, and prints a JSON line for each thing they find.
//
//   node html.mjs _HEADERS < FILE...
import { readFileSync } from 'node:fs';
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';

const say = (file, line, message) => console.log(JSON.stringify({ file, line, message }));
const rules = {
  'doctype-style': ['error', { style: 'lowercase' }],
  'long-title': 'off', // two versions as git describes them are long
  'no-trailing-whitespace': 'off', // code keeps the spaces of its author
  'no-implicit-button-type': 'off', // a button submits its form, as HTML says
  'valid-id': ['error', { relaxed: true }], // versions have dots
};
const reader = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ['html-validate:recommended'], rules }));
for (const file of readFileSync(0, 'utf8').trim().split('\n')) {
  for (const { messages } of reader.validateStringSync(readFileSync(file, 'utf8'), file).results) {
    for (const m of messages) {
      // The facets of the search take effect as they are chosen.
      if (m.ruleId !== 'wcag/h32' || m.selector !== '#facets') say(file, m.line, `${m.message} (${m.ruleId})`);
    }
  }
}

const [headers] = process.argv.slice(2);
const policies = [...readFileSync(headers, 'utf8').matchAll(/Content-Security-Policy: (.*)/g)];
if (policies.length === 0) say(headers, 0, 'no policy');
for (const [, policy] of policies) {
  for (const f of new CspEvaluator(new CspParser(policy).csp).evaluate()) {
    // Our own folder holds no file that somebody else wrote.
    if (f.directive !== 'script-src' || f.value !== "'self'") say(headers, 0, `${f.directive}: ${f.description}`);
  }
}
