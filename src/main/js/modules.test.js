import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/** Which folders the modules of a folder may import from, besides their own. */
const MAY_IMPORT = {
  errors: [],
  link: ['errors'],
  api: ['errors'],
  ui: ['errors', 'api'],
  player: ['errors', 'link', 'ui', 'api'],
  pages: ['errors', 'api', 'ui', 'player'],
};

/** Folders that pages import from, where each module has a test of its own. */
const TESTED_ALONE = Object.keys(MAY_IMPORT).filter((folder) => folder !== 'pages');

const filesOf = (folder) =>
  readdirSync(path.join(here, folder))
    .filter((name) => name.endsWith('.js'))
    .map((name) => `${folder}/${name}`);
const isTest = (file) => file.endsWith('.test.js');
const modulesOf = (folder) => filesOf(folder).filter((file) => !isTest(file));

/** The project's own modules that a module names, in JSDoc types too. */
function importsOf(file) {
  const source = readFileSync(path.join(here, file), 'utf8');
  return [...source.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, to]) =>
    path.join(path.dirname(file), to),
  );
}

describe('the folders', () => {
  test('are all in the table', () => {
    const folders = readdirSync(here, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !['node_modules', 'testing'].includes(entry.name))
      .map((entry) => entry.name)
      .filter((folder) => filesOf(folder).length > 0);
    assert.deepEqual(folders.sort(), Object.keys(MAY_IMPORT).sort());
  });

  for (const [folder, allowed] of Object.entries(MAY_IMPORT)) {
    test(`${folder} imports from ${allowed.join(', ') || 'no other folder'}`, () => {
      const modules = modulesOf(folder);
      assert.ok(modules.length > 0);
      const crossings = modules.flatMap((file) =>
        importsOf(file)
          .filter((to) => ![folder, ...allowed].includes(to.split(path.sep)[0]))
          .map((to) => `${file} imports ${to}`),
      );
      assert.deepEqual(crossings, []);
    });
  }

  test('import from each other in one direction only', () => {
    const order = Object.keys(MAY_IMPORT);
    for (const [folder, allowed] of Object.entries(MAY_IMPORT)) {
      allowed.forEach((to) => assert.ok(order.indexOf(to) < order.indexOf(folder), `${folder}, ${to}`));
    }
  });
});

for (const folder of TESTED_ALONE) {
  test(`every module of ${folder} is imported by a test`, () => {
    const tested = new Set(TESTED_ALONE.flatMap(filesOf).filter(isTest).flatMap(importsOf));
    assert.deepEqual(modulesOf(folder).filter((file) => !tested.has(file)), []);
  });
}

test('every path of this server that a module names goes through api/base-path.js', () => {
  const ownPath = /['"`]\/(?:[a-z?]|['"`])/;
  const prefixed = /withBasePath\(|this\.#json\(|^const PATH = /;
  const comment = /^\s*(?:\/?\*|\/\/)/;
  const lines = Object.keys(MAY_IMPORT)
    .flatMap(modulesOf)
    .flatMap((file) =>
      readFileSync(path.join(here, file), 'utf8')
        .split('\n')
        .filter((line) => !comment.test(line) && ownPath.test(line) && !prefixed.test(line))
        .map((line) => `${file}: ${line.trim()}`),
    );
  assert.deepEqual(lines, []);
});
