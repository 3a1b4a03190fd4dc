import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openPage } from '../testing/page.js';
import { byId } from '../ui/dom.js';

/** A fake of the API's library: the newest video is first, and a cursor is the last id of a page. */
const library = {
  videos: [],
  away: false,
  asked: [],
  answer(url, method = 'GET') {
    const address = new URL(url, 'http://localhost:8000');
    this.asked.push(`${method} ${address.pathname}${address.search}`);
    if (this.away) {
      throw new TypeError('fetch failed');
    }
    if (method === 'DELETE') {
      const id = Number(address.pathname.split('/').at(-1));
      this.videos = this.videos.filter((v) => v.file_id !== id);
      return new Response(null, { status: 204 });
    }
    const cursor = address.searchParams.get('cursor');
    const size = Number(address.searchParams.get('page_size'));
    const q = address.searchParams.get('q');
    const all = this.videos.filter((v) => v.title.includes(q));
    const rest = all.filter((v) => !cursor || v.file_id < Number(cursor));
    const items = rest.slice(0, size);
    const next = rest.length > size ? String(items.at(-1).file_id) : null;
    return Response.json({ items, total: all.length, next });
  },
};

function video(id) {
  return {
    file_id: id,
    title: `Film ${id}`,
    size: 1,
    status: 'processed',
    progress: 100,
    failure: null,
    duration_seconds: 1,
    width: 1,
    height: 1,
    access: 'owner',
    created_at: '2026-11-28T16:00:00Z',
  };
}

let window;

const shown = () =>
  [...window.document.querySelectorAll('.card[data-video]')].map((card) =>
    Number(card.dataset.video),
  );
const settled = () => new Promise((done) => setTimeout(done, 10));

async function press(id) {
  byId(id).click();
  await settled();
}

async function search(text) {
  byId('q').value = text;
  byId('search').dispatchEvent(new window.Event('submit', { cancelable: true }));
  await settled();
}

async function remove(id) {
  window.document.querySelector(`[data-video="${id}"] .card-delete`).click();
  await press('delete-confirm');
}

before(async () => {
  window = openPage('index');
  Object.assign(globalThis, {
    addEventListener: window.addEventListener.bind(window),
    location: window.location,
    history: { replaceState: () => {} },
    fetch: async (url, init) => library.answer(url, init?.method),
  });
  await import('./library.js');
  await settled();
});

after(async () => {
  window.dispatchEvent(new window.Event('pagehide')); // This closes the feed of events.
  await window.close();
});

beforeEach(async () => {
  library.away = false;
  library.videos = Array.from({ length: 30 }, (_, i) => video(30 - i));
  await search('');
  library.asked = [];
});

test('shows every video though one was deleted meanwhile', async () => {
  assert.equal(shown().length, 24);
  await remove(20);
  await press('more');
  assert.deepEqual(
    shown(),
    library.videos.map((v) => v.file_id),
  );
  assert.equal(byId('more').hidden, true);
  assert.equal(byId('count').textContent, '29 videos');
});

test('shows no video twice and skips none though others are added and deleted', async () => {
  library.videos = [video(32), video(31), ...library.videos].filter((v) => v.file_id !== 15);
  await press('more');
  assert.deepEqual(
    shown(),
    Array.from({ length: 30 }, (_, i) => 30 - i),
  );
  assert.equal(byId('more').hidden, true);
});

test('lists the next page when all shown videos were deleted', async () => {
  for (const id of shown()) {
    await remove(id);
  }
  assert.deepEqual(shown(), [6, 5, 4, 3, 2, 1]);
  assert.equal(byId('more').hidden, true);
});

test('tries again where it failed', async () => {
  library.away = true;
  await press('more');
  assert.equal(byId('trouble').hidden, false);
  library.away = false;
  await press('try-again');
  assert.equal(shown().length, 30);
});

test('a search that failed starts again without another search’s cursor', async () => {
  library.away = true;
  await search('Film 2');
  library.away = false;
  library.asked = [];
  await press('try-again');
  assert.deepEqual(library.asked, ['GET /api/videos?q=Film+2&page_size=24']);
  assert.equal(shown().length, 11);
});

test('cards of further pages and of a search can be selected, and stay so', async () => {
  await press('select');
  await press('more');
  await press('selection-all');
  assert.equal(byId('selection-count').textContent, '30 selected');
  await search('Film 2');
  assert.equal(byId('selection-count').textContent, '30 selected (19 not shown)');
  const checkboxes = [...window.document.querySelectorAll('.card-check')];
  assert.ok(checkboxes.length === 11 && checkboxes.every((box) => box.checked));
  await search('nothing has this title');
  assert.equal(byId('selection').hidden, false);
  await press('selection-done');
  assert.equal(byId('select').hidden, true);
  await search('');
  assert.equal(byId('select').hidden, false);
});

test('a selected video that is deleted is not selected any more', async () => {
  await press('select');
  window.document.querySelector('[data-video="20"] .card-link').click();
  assert.equal(byId('selection-count').textContent, '1 selected');
  await remove(20);
  assert.equal(byId('selection-count').textContent, '0 selected');
  await press('selection-done');
});

test('an empty library has nothing to select', async () => {
  library.videos = [];
  await search('');
  assert.equal(byId('select').hidden, true);
});
