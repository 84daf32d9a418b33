// Writes the client's types and its table of operations from the server's specification:
//   npm run generate          writes app/api/generated.ts and app/api/operations.ts
//   npm run generate -- --check   only says whether they are up to date
import { readFileSync, writeFileSync } from 'node:fs';
import openapi, { astToString } from 'openapi-typescript';

const spec = new URL('../../internal/op/openapi.yaml', import.meta.url);
const api = new URL('../app/api/', import.meta.url);
const note = '// Generated from internal/op/openapi.yaml by `npm run generate`. Do not edit.\n\n';

const types = astToString(await openapi(spec, { alphabetize: true }));

// The specification gives each operation as path, method, id; indentation tells which is which.
const rows = [];
let path = '';
let method = '';
for (const line of readFileSync(spec, 'utf8').split('\n')) {
  path = line.match(/^ {2}(\/\S*):$/)?.[1] ?? path;
  method = line.match(/^ {4}(get|put|post|patch|delete):$/)?.[1] ?? method;
  const id = line.match(/^ {6}operationId: (\w+)$/)?.[1];
  if (id) rows.push(`  ${id}: ['${method}', '${path}'],`);
}
const table = `import type { operations } from './generated';

/** Method and path of every operation. */
export const operationTable: Record<keyof operations, readonly [method: string, path: string]> = {
${rows.sort().join('\n')}
};
`;

const files = { 'generated.ts': note + types, 'operations.ts': note + table };
let stale = false;
for (const [name, text] of Object.entries(files)) {
  const file = new URL(name, api);
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) {
    stale = true;
    console.error(`app/api/${name} is stale: run "npm run generate" in web/`);
  }
}
process.exitCode = stale ? 1 : 0;
