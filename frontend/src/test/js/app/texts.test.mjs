import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { texts as de } from '../../../main/resources/web/app/text/de.js';
import { texts as en } from '../../../main/resources/web/app/text/en.js';

const app = new URL('../../../main/resources/web/app/', import.meta.url);
const namesIn = text => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

test('the other language has every text, with the same names to fill in', () => {
  assert.deepEqual(Object.keys(de).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en)) assert.deepEqual(namesIn(de[key]), namesIn(en[key]), key);
});

test('every text that the page names is there', async () => {
  const files = (await readdir(app, { recursive: true })).filter(name => name.endsWith('.js') && !name.startsWith('text'));
  for (const file of files) {
    const source = await readFile(new URL(file, app), 'utf8');
    for (const [, key] of source.matchAll(/\bt\('([^']+)'/g)) assert.ok(key in en || `${key}.other` in en, `${file}: ${key}`);
  }
});
