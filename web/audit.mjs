// Holds a server against the GraphQL-over-HTTP specification, with the audit suite of graphql-http.
//
//   node audit.mjs http://127.0.0.1:8000/graphql
//
// Writes one line a case that is not fulfilled, then how many are; ends with 1 when any is not.
import { auditServer } from 'graphql-http';

const results = await auditServer({ url: process.argv[2], fetchFn: fetch });
const levels = { MUST: 0, SHOULD: 0, MAY: 0 };
const fulfilled = { ...levels };
let failures = 0;
for (const result of results) {
  const level = /^(MUST|SHOULD|MAY)/.exec(result.name)[1];
  levels[level] += 1;
  if (result.status === 'ok') {
    fulfilled[level] += 1;
  } else {
    failures += 1;
    console.log(`${result.id} ${result.name}: ${result.reason}`);
  }
}
console.log(Object.keys(levels).map((level) => `${level} ${fulfilled[level]}/${levels[level]}`).join(' '));
process.exitCode = failures === 0 && results.length > 0 ? 0 : 1;
