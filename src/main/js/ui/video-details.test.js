import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { openPage } from '../testing/page.js';
import { byId } from './dom.js';
import { showDetails } from './video-details.js';

const VIDEO = {
  title: 'Board',
  width: null,
  height: null,
  duration_seconds: null,
  size: 1_048_576,
  created_at: new Date().toISOString(),
};

describe('the details of a video', () => {
  let window;

  beforeEach(() => {
    window = openPage('watch');
  });

  afterEach(() => window.close());

  test('are what is known of it', () => {
    showDetails(VIDEO);
    assert.equal(byId('title').textContent, 'Board');
    assert.match(byId('meta').textContent, /^1(\.0)? M\S* · uploaded /);
    showDetails({ ...VIDEO, width: 1280, height: 720, duration_seconds: 42 });
    assert.match(byId('meta').textContent, /720p · 0:42 · /);
    assert.equal(byId('main').style.getPropertyValue('--ratio'), '1280 / 720');
  });

  test('list its warnings as they are now', () => {
    showDetails({ ...VIDEO, warnings: [{ code: 'ends_early', message: 'The file <b>ends</b>.' }] });
    assert.equal(byId('warnings').textContent.trim(), 'The file <b>ends</b>.');
    assert.equal(byId('warnings').hidden, false);
    showDetails(VIDEO);
    assert.equal(byId('warnings').hidden, true);
  });
});
