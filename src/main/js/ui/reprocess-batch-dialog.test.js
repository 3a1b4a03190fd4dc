import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { PlayerError } from '../errors/player-error.js';
import { openPage } from '../testing/page.js';
import { byId } from './dom.js';
import { ReprocessBatchDialog } from './reprocess-batch-dialog.js';

const VIDEOS = [1, 2, 3].map((id) => ({ file_id: id, title: `Film ${id}` }));

describe('the dialog that has the selected videos prepared again', () => {
  let window;
  let sent;
  let tried;
  let closed;
  let answer;

  beforeEach(() => {
    window = openPage('index');
    sent = [];
    tried = [];
    closed = 0;
    answer = async (id) => ({ file_id: id });
    const api = {
      reprocess(id, key) {
        sent.push([id, key]);
        return answer(id);
      },
      video: async (id) => ({ file_id: id }),
    };
    const hooks = { onTried: ({ file_id: id }) => tried.push(id), onClosed: () => closed++ };
    new ReprocessBatchDialog(api, hooks).open(VIDEOS);
  });

  afterEach(() => {
    byId('batch').close(); // This ends countdowns.
    window.close();
  });

  const text = (id) => byId(`batch-${id}`).textContent;
  const isShown = (id) => !byId(`batch-${id}`).hidden;
  const later = () => new Promise((resolve) => setTimeout(resolve, 5));

  async function submit() {
    byId('batch-form').dispatchEvent(new window.Event('submit', { cancelable: true }));
    await later();
  }

  async function send(key) {
    byId('batch-key').value = key;
    await submit();
  }

  function refuse(code, more, only = [1, 2, 3]) {
    answer = async (id) => {
      if (only.includes(id)) {
        throw new PlayerError(code, `Words for ${code}.`, more);
      }
      return { file_id: id };
    };
  }

  test('asks for a key where none was typed', async () => {
    assert.match(text('question'), /^3 videos/);
    await send('');
    assert.deepEqual(sent, []);
    assert.match(text('key-problem'), /Enter the key/);
  });

  test('tries the key for each, says what came of it and keeps no key', async () => {
    await send('a long key');
    assert.deepEqual(sent, [[1, 'a long key'], [2, 'a long key'], [3, 'a long key']]);
    assert.deepEqual(tried, [1, 2, 3]);
    assert.equal(text('result'), '3 are being prepared again.');
    assert.equal(byId('batch-key').value, '');
    assert.equal(isShown('field'), false);
    assert.equal(isShown('start'), false);
    assert.equal(document.activeElement, byId('batch-close'));
    byId('batch-close').click();
    assert.equal(byId('batch').open, false);
    assert.equal(closed, 1);
  });

  test('takes the next key for those that have another one', async () => {
    refuse('invalid_encryption_key', {}, [2]);
    await send('a long key');
    assert.equal(text('result'), '2 are being prepared again. 1 has another key.');
    assert.deepEqual(tried, [1, 3]);
    assert.equal(byId('batch-key').value, '');
    assert.equal(document.activeElement, byId('batch-key'));
    answer = async (id) => ({ file_id: id });
    await send('another key');
    assert.deepEqual(sent.at(-1), [2, 'another key']);
    assert.equal(sent.length, 4);
    assert.equal(text('result'), '1 is being prepared again.');
  });

  test('shows the progress and sends one request at a time', async () => {
    answer = () => new Promise(() => {});
    await send('a long key');
    assert.equal(text('step'), '1 of 3');
    assert.equal(byId('batch-bar').max, 3);
    assert.equal(byId('batch-key').readOnly, true);
    assert.equal(isShown('start'), false);
    assert.equal(document.activeElement, byId('batch-heading'));
    await submit(); // Enter was pressed again in the field.
    assert.equal(sent.length, 1);
  });

  test('can be stopped, after the request in progress', async () => {
    let settle;
    answer = (id) => new Promise((resolve) => (settle = () => resolve({ file_id: id })));
    await send('a long key');
    const cancel = new window.Event('cancel', { cancelable: true });
    byId('batch').dispatchEvent(cancel); // Escape
    assert.equal(cancel.defaultPrevented, true);
    assert.equal(text('stop'), 'Stopping…');
    settle();
    await later();
    assert.equal(text('result'), '1 is being prepared again. 2 were not tried.');
    assert.equal(sent.length, 1);
    assert.equal(byId('batch-key').value, '');
    await send('a long key');
    assert.deepEqual(sent.at(-1), [2, 'a long key']);
  });

  test('waits visibly for as long as the server says, and can be stopped meanwhile', async () => {
    refuse('too_many_requests', { retryAfterSeconds: 30 });
    await send('a long key');
    assert.equal(text('step'), '1 of 3 · Too many attempts. This goes on in 30 s.');
    assert.equal(text('said'), 'Too many attempts. This goes on in 30 seconds.');
    byId('batch-stop').click();
    await later();
    assert.equal(text('result'), '3 were not tried.');
  });

  test('goes on when the wait is over', async () => {
    let refused = false;
    answer = async (id) => {
      if (!refused) {
        refused = true;
        throw new PlayerError('too_many_requests', '', { retryAfterSeconds: 0.2 });
      }
      return { file_id: id };
    };
    await send('a long key');
    await new Promise((resolve) => setTimeout(resolve, 700));
    assert.equal(text('result'), '3 are being prepared again.');
  });

  test('says why no answer came, and goes on with the same key', async () => {
    refuse('connection_lost', {}, [2]);
    await send('a long key');
    assert.equal(text('problem'), 'Words for connection_lost. 2 are left.');
    assert.equal(text('start'), 'Go on');
    assert.equal(document.activeElement, byId('batch-start'));
    answer = async (id) => ({ file_id: id });
    await submit();
    assert.deepEqual(sent.at(-1), [2, 'a long key']);
    assert.equal(text('problem'), '');
    assert.equal(text('result'), '3 are being prepared again.');
  });

  test('shows the result when it is stopped after an interruption', async () => {
    refuse('overloaded', {}, [2]);
    await send('a long key');
    byId('batch-stop').click();
    assert.equal(text('result'), '1 is being prepared again. 2 were not tried.');
    assert.equal(byId('batch-key').value, '');
  });

  test('forgets the key and sends no more when it is closed', async () => {
    let settle;
    answer = (id) => new Promise((resolve) => (settle = () => resolve({ file_id: id })));
    await send('a long key');
    byId('batch').close();
    assert.equal(byId('batch-key').value, '');
    settle();
    await later();
    assert.equal(sent.length, 1);
    assert.deepEqual(tried, [1]);
    assert.equal(byId('batch-result').hidden, true);
  });
});
