import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const FOLDERS = ['api', 'link', 'player', 'ui'];

const filesOf = (folder) => readdirSync(path.join(here, folder)).map((name) => `${folder}/${name}`);
const isTest = (file) => file.endsWith('.test.js');

function importsOf(file) {
  const source = readFileSync(path.join(here, file), 'utf8');
  return [...source.matchAll(/from '(\.[^']+)'/g)].map(([, to]) => path.join(path.dirname(file), to));
}

for (const folder of FOLDERS) {
  test(`every module of ${folder} is imported by a test`, () => {
    const modules = filesOf(folder).filter((file) => file.endsWith('.js') && !isTest(file));
    const tested = new Set(FOLDERS.flatMap(filesOf).filter(isTest).flatMap(importsOf));
    assert.ok(modules.length > 0);
    assert.deepEqual(modules.filter((file) => !tested.has(file)), []);
  });
}
