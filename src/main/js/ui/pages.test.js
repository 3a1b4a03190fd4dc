import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { PlayerError } from '../errors/player-error.js';
import { openPage } from '../testing/page.js';
import { byId, fromTemplate, setFieldError } from './dom.js';
import { countDown } from './countdown.js';
import { CancelDialog } from './cancel-dialog.js';
import { OriginalDialog } from './original-dialog.js';
import { ReprocessDialog } from './reprocess-dialog.js';
import { revealSecrets } from './secret-field.js';
import { reloadOnce, redirectToSignIn } from './sign-in.js';
import { cardText, updateCard, hueOf } from './video-card.js';

const VIDEO = {
  file_id: 7,
  title: '<b>Board</b> & meeting',
  size: 5_000_000,
  status: 'processed',
  progress: 100,
  failure: null,
  duration_seconds: 65,
  width: 1280,
  height: 720,
  access: 'owner',
  created_at: '2026-11-22T11:00:00Z',
};
const NOW = Date.parse('2026-11-22T12:00:00Z');

let window;

afterEach(() => window?.close());

describe('a card of the library', () => {
  beforeEach(() => (window = openPage('index')));

  test('shows a title as text, whatever is in it', () => {
    const card = fromTemplate('card');
    updateCard(card, VIDEO);
    const link = card.querySelector('.card-link');
    assert.equal(link.textContent, '<b>Board</b> & meeting');
    assert.equal(link.children.length, 0);
    assert.match(link.href, /\/watch\?v=7$/);
    assert.equal(card.querySelector('.card-delete').getAttribute('aria-label'), 'Delete <b>Board</b> & meeting');
  });

  test('shows duration, quality, size and age', () => {
    assert.deepEqual(cardText(VIDEO, NOW), {
      title: VIDEO.title,
      status: '',
      duration: '1:05',
      meta: '720p · 5.0 MB · 1 hour ago',
      watched: '',
      note: '',
      state: '',
    });
  });

  test('offers to stop the preparation of what is being prepared, to its owner', () => {
    const card = fromTemplate('card');
    const button = card.querySelector('.card-cancel');
    for (const status of ['uploaded', 'processing']) {
      updateCard(card, { ...VIDEO, status });
      assert.equal(button.hidden, false);
    }
    assert.equal(button.getAttribute('aria-label'), `Stop preparing ${VIDEO.title}`);
    for (const other of [{ status: 'processed' }, { status: 'uploaded', access: 'viewer' }]) {
      updateCard(card, { ...VIDEO, ...other });
      assert.equal(button.hidden, true);
    }
  });

  test('shows a video whose preparation was stopped as stopped and not as unplayable', () => {
    const card = fromTemplate('card');
    const failure = { code: 'processing_cancelled', message: 'You stopped it.' };
    updateCard(card, { ...VIDEO, status: 'failed', failure });
    assert.equal(card.querySelector('.chip-status').textContent, 'Stopped');
    assert.equal(card.querySelector('.card-state').textContent, 'You stopped it.');
    assert.equal(card.dataset.status, 'cancelled');
    assert.equal(card.querySelector('.card-again').hidden, false);
  });

  test('shows how far a video was watched, by a bar with a text', () => {
    const card = fromTemplate('card');
    const bar = card.querySelector('.thumb-watched');
    updateCard(card, { ...VIDEO, position_seconds: 26 });
    assert.equal(bar.hidden, false);
    assert.deepEqual([bar.value, bar.max], [26, 65]);
    assert.equal(bar.getAttribute('aria-label'), 'Watched to 0:26 of 1:05');
    for (const unwatched of [{ position_seconds: null }, { status: 'failed', position_seconds: 26 }]) {
      updateCard(card, { ...VIDEO, ...unwatched });
      assert.equal(bar.hidden, true);
    }
    updateCard(card, { ...VIDEO, position_seconds: 26, duration_seconds: null });
    assert.equal(bar.hidden, true);
  });

  test('shows how far a video is, and takes that away once it is ready', () => {
    const card = fromTemplate('card');
    updateCard(card, { ...VIDEO, status: 'processing', progress: 40 });
    assert.equal(card.querySelector('.chip-status').textContent, 'Preparing 40 %');
    assert.equal(card.querySelector('.thumb-progress').hidden, false);
    updateCard(card, VIDEO);
    assert.equal(card.querySelector('.chip-status').textContent, '');
    assert.equal(card.querySelector('.thumb-progress').hidden, true);
  });

  test('shows how far the new preparation of a video is, and offers to stop it', () => {
    const card = fromTemplate('card');
    const state = card.querySelector('.card-state');
    updateCard(card, { ...VIDEO, reprocessing_progress: 0 });
    assert.equal(state.textContent, 'Being prepared again, 0 %');
    updateCard(card, { ...VIDEO, reprocessing_progress: 34 });
    assert.equal(state.textContent, 'Being prepared again, 34 %');
    assert.equal(card.querySelector('.card-cancel').hidden, false);
    assert.equal(card.querySelector('.chip-status').textContent, '');
    updateCard(card, { ...VIDEO, reprocessing_progress: null });
    assert.equal(state.textContent, '');
    assert.equal(card.querySelector('.card-cancel').hidden, true);
  });

  test('shows that a video can be watched while it is being prepared', () => {
    const card = fromTemplate('card');
    const early = { ...VIDEO, status: 'processing', progress: 40, playable: true, prepared_seconds: 26 };
    updateCard(card, { ...early, position_seconds: 10 });
    assert.equal(card.querySelector('.chip-status').textContent, 'Preparing 40 %');
    assert.equal(card.querySelector('.card-state').textContent, 'Ready to watch, and still being prepared.');
    assert.equal(card.querySelector('.chip-duration').textContent, '1:05');
    assert.equal(card.querySelector('.thumb-progress').hidden, false);
    assert.equal(card.querySelector('.thumb-watched').hidden, true);
    assert.equal(card.hasAttribute('data-early'), true);
    updateCard(card, { ...early, playable: false });
    assert.equal(card.querySelector('.card-state').textContent, '');
    assert.equal(card.hasAttribute('data-early'), false);
  });

  test('shows why a video failed', () => {
    const failure = { code: 'not_a_video', message: "The file isn't a video." };
    assert.equal(cardText({ ...VIDEO, status: 'failed', failure }).state, "The file isn't a video.");
    assert.ok(cardText({ ...VIDEO, status: 'failed' }).state.length > 10);
  });

  test('says so when a video waits for longer than a processor takes to start', () => {
    const uploaded = (ago) => cardText({ ...VIDEO, status: 'uploaded', created_at: new Date(NOW - ago).toISOString() }, NOW);
    assert.match(uploaded(60_000).state, /in a moment/);
    assert.match(uploaded(180_000).state, /whoever runs this server/);
  });

  test('offers to process a failed video again, and no other', () => {
    const card = fromTemplate('card');
    const again = card.querySelector('.card-again');
    updateCard(card, { ...VIDEO, status: 'failed' });
    assert.equal(again.hidden, false);
    assert.equal(again.getAttribute('aria-label'), 'Process again: <b>Board</b> & meeting');
    updateCard(card, { ...VIDEO, status: 'failed', access: 'viewer' });
    assert.equal(again.hidden, true);
    for (const status of ['uploaded', 'processing', 'processed']) {
      updateCard(card, { ...VIDEO, status });
      assert.equal(again.hidden, true, status);
    }
  });

  test('shows the warnings of a video that plays', () => {
    const card = fromTemplate('card');
    const note = card.querySelector('.card-note');
    updateCard(card, VIDEO);
    assert.equal(note.hidden, true);
    const warnings = [{ code: 'ends_early', message: 'It ends at 0:12.' }, { code: 'new', message: 'New.' }];
    updateCard(card, { ...VIDEO, warnings });
    assert.equal(note.hidden, false);
    assert.equal(note.textContent, 'Ends early · Plays, with a note');
    updateCard(card, { ...VIDEO, status: 'processing', warnings });
    assert.equal(note.hidden, true);
  });

  test('offers deleting to owners only', () => {
    const card = fromTemplate('card');
    updateCard(card, { ...VIDEO, access: 'viewer' });
    assert.equal(card.querySelector('.card-delete').hidden, true);
  });

  test('gives neighbours colours that differ', () => {
    const hues = [1, 2, 3, 4, 5, 6].map(hueOf);
    hues.slice(1).forEach((hue, i) => assert.ok(Math.abs(hue - hues[i]) > 40));
  });
});

for (const page of ['index', 'watch']) {
  describe(`the dialog of ${page} that processes a video again`, () => {
    const failed = { ...VIDEO, status: 'failed' };
    const waiting = { ...VIDEO, status: 'uploaded', progress: 0 };
    let answer;
    let submitted;
    let started;

    beforeEach(() => {
      window = openPage(page);
      submitted = [];
      started = [];
      answer = async () => waiting;
      const api = {
        reprocess(id, key) {
          submitted.push([id, key]);
          return answer();
        },
        video: async () => ({ ...waiting, status: 'processing' }),
      };
      new ReprocessDialog(api, (video) => started.push(video.status)).open(failed);
    });

    async function send(key) {
      byId('reprocess-key').value = key;
      byId('reprocess-form').dispatchEvent(new window.Event('submit', { cancelable: true }));
      await new Promise((resolve) => setTimeout(resolve));
    }

    function refuse(code, more) {
      answer = async () => {
        throw new PlayerError(code, `Words for ${code}.`, more);
      };
    }

    test('names the video, sends the key and clears it', async () => {
      assert.equal(byId('reprocess').open, true);
      assert.equal(byId('reprocess-title').textContent, VIDEO.title);
      await send('a long key');
      assert.deepEqual(submitted, [[7, 'a long key']]);
      assert.deepEqual(started, ['uploaded']);
      assert.equal(byId('reprocess').open, false);
      assert.equal(byId('reprocess-key').value, '');
    });

    test('asks for a key where none was typed', async () => {
      await send('');
      assert.deepEqual(submitted, []);
      assert.match(byId('reprocess-key-problem').textContent, /Enter the key/);
    });

    test('says beside the field that a key is wrong, and takes another', async () => {
      refuse('invalid_encryption_key');
      await send('wrong');
      assert.equal(byId('reprocess-key-problem').textContent, 'Words for invalid_encryption_key.');
      assert.equal(byId('reprocess-start').disabled, false);
      answer = async () => waiting;
      await send('a long key');
      assert.deepEqual(started, ['uploaded']);
    });

    test('takes no key for as long as the server says', async () => {
      refuse('too_many_requests', { retryAfterSeconds: 30 });
      await send('wrong');
      assert.equal(byId('reprocess-start').disabled, true);
      assert.equal(byId('reprocess-start').textContent, 'Wait 30 s');
      byId('reprocess-cancel').click(); // This ends the countdown.
      assert.equal(byId('reprocess-start').disabled, false);
    });

    test('says what else is wrong, and that is not the key', async () => {
      refuse('source_missing');
      await send('a long key');
      assert.equal(byId('reprocess-problem').textContent, 'Words for source_missing.');
      assert.equal(byId('reprocess-key-problem').textContent, '');
    });

    test('closes when the processing was started elsewhere', async () => {
      refuse('video_busy');
      await send('a long key');
      assert.deepEqual(started, ['processing']);
      assert.equal(byId('reprocess').open, false);
    });

    test('sends the key once, however often the button is pressed', async () => {
      answer = () => new Promise(() => {});
      await send('a long key');
      assert.equal(byId('reprocess-start').disabled, true);
      byId('reprocess-start').click();
      assert.equal(submitted.length, 1);
    });
  });
}

for (const page of ['index', 'watch']) {
  describe(`the dialog that stops the preparation on the page ${page}`, () => {
    const cancelled = { ...VIDEO, status: 'failed', failure: { code: 'processing_cancelled' } };
    /** @type {string[]} */
    let ended;
    let calls;
    let answer;
    let dialog;

    beforeEach(() => {
      window = openPage(page);
      ended = [];
      calls = 0;
      answer = async () => cancelled;
      const api = {
        cancel() {
          calls++;
          return answer();
        },
        video: async () => VIDEO,
      };
      dialog = new CancelDialog(api, (video) => ended.push(video.status));
      dialog.open({ ...VIDEO, status: 'processing' });
    });

    async function confirm() {
      byId('cancel-confirm').click();
      await new Promise((resolve) => setTimeout(resolve));
    }

    function refuse(code) {
      answer = async () => {
        throw new PlayerError(code, `Words for ${code}.`);
      };
    }

    test('names the video, stops it once and closes', async () => {
      assert.equal(byId('cancel').open, true);
      assert.equal(byId('cancel-title').textContent, VIDEO.title);
      byId('cancel-confirm').click();
      await confirm();
      assert.equal(calls, 1);
      assert.deepEqual(ended, ['failed']);
      assert.equal(byId('cancel').open, false);
    });

    test('shows the new state of a video that was ready before', async () => {
      refuse('video_not_processing');
      await confirm();
      assert.deepEqual(ended, ['processed']);
      assert.equal(byId('cancel').open, false);
    });

    test('says why it failed and lets one try again', async () => {
      refuse('database_unavailable');
      await confirm();
      assert.equal(byId('cancel-problem').textContent, 'Words for database_unavailable.');
      answer = async () => cancelled;
      await confirm();
      assert.deepEqual(ended, ['failed']);
    });

    test('closes when its video has got ready meanwhile, and not for another', () => {
      dialog.closeFor(VIDEO.file_id + 1);
      assert.equal(byId('cancel').open, true);
      dialog.closeFor(VIDEO.file_id);
      assert.equal(byId('cancel').open, false);
    });
  });
}

describe('the dialog that downloads the file of a video that does not play', () => {
  test('sends the key and starts the download', async () => {
    window = openPage('watch');
    const sent = [];
    const downloaded = [];
    const api = {
      openOriginal: async (id, key) => {
        sent.push([id, key]);
        return { original_url: '/original' };
      },
    };
    new OriginalDialog(api, (url) => downloaded.push(url)).open({ ...VIDEO, status: 'failed' });
    byId('original-key').value = 'a long key';
    byId('original-form').dispatchEvent(new window.Event('submit', { cancelable: true }));
    await new Promise((resolve) => setTimeout(resolve));
    assert.deepEqual(sent, [[7, 'a long key']]);
    assert.deepEqual(downloaded, ['/original']);
    assert.equal(byId('original').open, false);
    assert.equal(byId('original-key').value, '');
  });
});

test('a countdown reports the seconds left and ends', async () => {
  const reported = [];
  await new Promise((resolve) => countDown(0.6, (left) => reported.push(left) && left === 0 && resolve()));
  assert.equal(reported[0], 1);
  assert.equal(reported.filter((left) => left === 0).length, 1);
});

describe('the pages', () => {
  test('show a secret only while that is submitted for', () => {
    window = openPage('watch');
    revealSecrets();
    const button = document.querySelector('[data-reveals]');
    button.click();
    assert.equal(byId('key').type, 'text');
    assert.equal(button.getAttribute('aria-label'), 'Hide what is typed');
    byId('unlock').dispatchEvent(new window.Event('submit', { cancelable: true }));
    assert.equal(byId('key').type, 'password');
  });

  test('mark an invalid field and remove the mark', () => {
    window = openPage('upload');
    setFieldError(byId('title'), 'Too long.');
    assert.equal(byId('title-problem').textContent, 'Too long.');
    setFieldError(byId('title'), '');
    assert.equal(byId('title').getAttribute('aria-invalid'), 'false');
  });

  test('name the element that they lack', () => {
    window = openPage('upload');
    assert.throws(() => byId('nothing'), /no #nothing/);
  });

  test('send a user who is signed out to the sign-in page and back', () => {
    const went = [];
    const place = { pathname: '/watch', search: '?v=7', assign: (to) => went.push(to) };
    assert.equal(redirectToSignIn(new PlayerError('overloaded'), place), false);
    assert.equal(redirectToSignIn(new PlayerError('not_authenticated'), place), true);
    assert.deepEqual(went, ['/sign-in?to=%2Fwatch%3Fv%3D7']);
  });

  test('send a user to the sign-in page of the server’s base path, with the path as it is', () => {
    window.document.head.innerHTML = '<meta name="sealcast-base" content="/videos">';
    const went = [];
    const place = { pathname: '/videos/watch', search: '?v=7', assign: (to) => went.push(to) };
    redirectToSignIn(new PlayerError('not_authenticated'), place);
    assert.deepEqual(went, ['/videos/sign-in?to=%2Fvideos%2Fwatch%3Fv%3D7']);
  });
});

test('a page is reloaded for another sign-in, and not twice in a row', () => {
  let reloads = 0;
  const place = { reload: () => reloads++ };
  const kept = new Map();
  const storage = { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => kept.set(k, String(v)) };
  assert.ok(reloadOnce(place, storage, 1_000_000));
  assert.ok(!reloadOnce(place, storage, 1_010_000));
  assert.ok(reloadOnce(place, storage, 1_040_000));
  assert.equal(reloads, 2);
});
