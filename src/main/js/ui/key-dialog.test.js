import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { PlayerError } from '../errors/player-error.js';
import { openPage } from '../testing/page.js';
import { byId } from './dom.js';
import { KeyDialog } from './key-dialog.js';

for (const onlyWhileOpen of [false, true]) {
  test(`an answer for a dialog that was closed ${onlyWhileOpen ? 'is dropped' : 'counts'}`, async () => {
    const window = openPage('watch');
    const answers = [];
    const options = { busyLabel: 'Opening…', send: async () => 'an answer', onlyWhileOpen };
    const dialog = new KeyDialog('original', { ...options, onDone: (a) => answers.push(a) });
    dialog.open({ file_id: 7, title: 'A film' });
    byId('original-key').value = 'a long key';
    byId('original-form').dispatchEvent(new window.Event('submit', { cancelable: true }));
    byId('original-cancel').click();
    await new Promise((resolve) => setTimeout(resolve));
    assert.deepEqual(answers, onlyWhileOpen ? [] : ['an answer']);
    window.close();
  });
}

describe('a dialog that asks for a key', () => {
  const video = { file_id: 7, title: 'A film' };
  let window;
  let dialog;
  let answers;
  let settle;

  beforeEach(() => {
    window = openPage('watch');
    answers = [];
    dialog = new KeyDialog('original', {
      busyLabel: 'Opening…',
      send: () => new Promise((resolve, reject) => (settle = { resolve, reject })),
      onDone: (answer) => answers.push(answer),
    });
    dialog.open(video);
    byId('original-key').value = 'a long key';
    byId('original-form').dispatchEvent(new window.Event('submit', { cancelable: true }));
  });

  afterEach(() => window.close());

  const later = () => new Promise((resolve) => setTimeout(resolve));

  test('is busy while the key is sent', () => {
    assert.equal(byId('original-start').disabled, true);
    assert.equal(byId('original-start').textContent, 'Opening…');
    assert.equal(byId('original-key').readOnly, true);
  });

  test('shows an error in place, with the text of its button as before', async () => {
    settle.reject(new PlayerError('overloaded', 'The server is busy.'));
    await later();
    assert.equal(byId('original-problem').textContent, 'The server is busy.');
    assert.equal(byId('original-start').textContent, 'Download');
    assert.equal(byId('original-start').disabled, false);
  });

  test('shows no error of a question that was put away', async () => {
    byId('original-cancel').click();
    dialog.open({ file_id: 8, title: 'Another' });
    settle.reject(new PlayerError('overloaded', 'The server is busy.'));
    await later();
    assert.equal(byId('original-problem').textContent, '');
    assert.equal(byId('original-start').disabled, false);
  });

  test('stays open for another video when an answer comes late', async () => {
    byId('original-cancel').click();
    dialog.open({ file_id: 8, title: 'Another' });
    settle.resolve('an answer');
    await later();
    assert.deepEqual(answers, ['an answer']);
    assert.equal(byId('original').open, true);
  });
});
