import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatAge, formatBytes, formatDuration, formatQuality, formatTimeLeft } from './format.js';
import { generateKey } from './key-generator.js';
import { keyStrength } from './key-strength.js';
import { titleOf } from './title.js';

test('bytes are formatted in powers of 1000', () => {
  const formatted = [0, 999, 1000, 999_499, 1_234_567, 99_960_000, 4_294_967_296].map(formatBytes);
  assert.deepEqual(formatted, ['0 B', '999 B', '1 KB', '999 KB', '1.2 MB', '100 MB', '4.3 GB']);
});

test('a duration is formatted as players do, and an unknown one is empty', () => {
  assert.deepEqual(
    [0.4, 59.6, 61, 3723, null, NaN, Infinity].map(formatDuration),
    ['0:01', '1:00', '1:01', '1:02:03', '', '', ''],
  );
});

test('the remaining time is rounded', () => {
  assert.equal(formatTimeLeft(Infinity), 'working out the time left…');
  assert.equal(formatTimeLeft(3), 'a few seconds left');
  assert.equal(formatTimeLeft(31), 'about 35 seconds left');
  assert.equal(formatTimeLeft(60), 'about a minute left');
  assert.equal(formatTimeLeft(600), 'about 10 minutes left');
  assert.equal(formatTimeLeft(3600), 'about an hour left');
  assert.equal(formatTimeLeft(9000), 'about 3 hours left');
});

test('an age is formatted in the largest unit that fits', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  assert.equal(formatAge('2026-11-22T11:59:30Z', now), 'just now');
  assert.equal(formatAge('2026-11-22T11:30:00Z', now), '30 minutes ago');
  assert.equal(formatAge('2026-11-21T11:00:00Z', now), 'yesterday');
  assert.equal(formatAge('2024-11-01T00:00:00Z', now), '2 years ago');
  assert.equal(formatAge('no time', now), '');
});

test('the quality is the shorter side, also of an upright video', () => {
  assert.equal(formatQuality(1920, 1080), '1080p');
  assert.equal(formatQuality(1080, 1920), '1080p');
  assert.equal(formatQuality(3840, 2160), '4K');
  assert.equal(formatQuality(null, null), '');
});

test('a file’s name becomes a title', () => {
  assert.equal(titleOf('ward_round 14.11.mp4'), 'ward_round 14.11');
  assert.equal(titleOf('holiday.tar.mkv'), 'holiday.tar');
  assert.equal(titleOf('.mp4'), '.mp4');
  assert.equal(titleOf('notes'), 'notes');
  assert.equal(titleOf('Größe 🎬.webm'), 'Größe 🎬');
});

describe('the strength of a key', () => {
  test('is the lowest below eight characters, counted after normalization', () => {
    assert.equal(keyStrength('').level, 0);
    assert.equal(keyStrength('Tr0ub4d').level, 0);
    assert.equal(keyStrength('🔑🔑🔑🔑').level, 0);
    assert.equal(keyStrength('u\u0308'.repeat(4)).level, 0, 'four letters, however they are typed');
  });

  test('is weak for what everybody tries first', () => {
    for (const key of ['password', 'passwordpassword', '12345678', 'aaaaaaaaaaaa', 'abcdefgh']) {
      assert.equal(keyStrength(key).level, 1, key);
    }
  });

  test('grows with length', () => {
    assert.ok(keyStrength('correct horse battery').level > keyStrength('correct h').level);
  });

  test('is the best for a generated key', () => {
    for (let i = 0; i < 200; i++) {
      assert.equal(keyStrength(generateKey()).level, 4);
    }
  });
});

test('a generated key has five groups of unambiguous characters', () => {
  const keys = new Set(Array.from({ length: 500 }, () => generateKey()));
  assert.equal(keys.size, 500);
  for (const key of keys) {
    assert.match(key, /^[2-9a-km-np-z]{5}(-[2-9a-km-np-z]{5}){4}$/);
  }
});

test('every character of a generated key is equally likely', () => {
  const all = { getRandomValues: (bytes) => bytes.map((_, i) => i + all.start), start: 0 };
  const counts = new Map();
  for (all.start = 0; all.start < 256; all.start++) {
    const first = generateKey(all)[0];
    counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  assert.equal(counts.size, 32);
  assert.deepEqual(new Set(counts.values()), new Set([8]));
});
