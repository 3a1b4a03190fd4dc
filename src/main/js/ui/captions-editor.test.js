import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { PlayerError } from '../errors/player-error.js';
import { openPage } from '../testing/page.js';
import { CaptionsEditor } from './captions-editor.js';
import { byId } from './dom.js';
import { listLanguages, preferredLanguage } from './languages.js';

const SESSION = { file_id: 7, request_id: 'r1' };
const VIDEO = {
  file_id: 7,
  access: 'owner',
  captions: [{ language: 'de', label: '<b>Deutsch</b>', object: 'captions.de.vtt' }],
};

describe('the section with the captions of a video', () => {
  let window;
  let calls;
  let failure;
  let editor;

  beforeEach(() => {
    window = openPage('watch');
    calls = [];
    failure = null;
    const call = (name) => async (...args) => {
      calls.push([name, ...args]);
      if (failure) {
        throw failure;
      }
    };
    editor = new CaptionsEditor(
      { putCaptions: call('put'), removeCaptions: call('remove') },
      call('changed'),
    );
    editor.update(VIDEO, SESSION);
  });

  afterEach(() => window.close());

  const settled = () => new Promise((resolve) => setTimeout(resolve));
  const text = (id) => byId(id).textContent;

  function choose(file, language = 'fr') {
    Object.defineProperty(byId('captions-file'), 'files', { value: [file], configurable: true });
    byId('captions-language').value = language;
    byId('captions-language').dispatchEvent(new window.Event('change'));
  }

  async function submit() {
    byId('captions-form').dispatchEvent(new window.Event('submit', { cancelable: true }));
    await settled();
  }

  const button = (name) => document.querySelector(`.caption-${name}`);

  test('is there for the owner while a stream is open', () => {
    assert.equal(byId('captions').hidden, false);
    editor.update(VIDEO, null);
    assert.equal(byId('captions').hidden, true);
    editor.update({ ...VIDEO, access: 'viewer' }, SESSION);
    assert.equal(byId('captions').hidden, true);
  });

  test('lists the captions as text', () => {
    const name = document.querySelector('.caption-name');
    assert.equal(name.textContent, '<b>Deutsch</b>');
    assert.equal(name.children.length, 0);
    assert.equal(byId('captions-none').hidden, true);
    editor.update({ ...VIDEO, captions: [] }, SESSION);
    assert.equal(byId('captions-none').hidden, false);
  });

  test('sends a file in the chosen language and shows it then', async () => {
    const file = new File(['WEBVTT'], 'a.vtt');
    choose(file);
    assert.equal(text('captions-add'), 'Add captions');
    await submit();
    assert.deepEqual(calls, [
      ['put', 7, 'fr', file, 'r1'],
      ['changed', 'fr'],
    ]);
    assert.equal(text('captions-status'), 'The captions are there.');
    assert.equal(byId('captions-add').disabled, false);
  });

  test('says that it replaces captions of the same language', () => {
    choose(new File([''], 'a.vtt'), 'de');
    assert.equal(text('captions-add'), 'Replace captions');
  });

  test('shows why a file was refused', async () => {
    choose(new File(['x'], 'a.srt'));
    failure = new PlayerError('invalid_captions', 'Line 3: times are expected here.');
    await submit();
    assert.equal(text('captions-problem'), 'Line 3: times are expected here.');
    assert.equal(text('captions-status'), '');
    assert.equal(byId('captions-add').disabled, false);
  });

  test('sends neither nothing nor too much', async () => {
    await submit();
    assert.match(text('captions-problem'), /Choose a file/);
    choose({ name: 'a.srt', size: 3_000_000 });
    await submit();
    assert.match(text('captions-problem'), /3.0 MB; captions may have 2.1 MB/);
    assert.deepEqual(calls, []);
  });

  test('removes captions when asked twice', async () => {
    button('remove').click();
    assert.equal(button('confirm').hidden, false);
    button('keep').click();
    assert.equal(button('confirm').hidden, true);
    button('remove').click();
    button('really').click();
    await settled();
    assert.deepEqual(calls, [
      ['remove', 7, 'de'],
      ['changed', null],
    ]);
    assert.equal(text('captions-status'), '<b>Deutsch</b> was removed.');
  });
});

describe('the languages', () => {
  test('have their names in English and in themselves', () => {
    const names = new Map(listLanguages(['gsw']).map(({ tag, name }) => [tag, name]));
    assert.equal(names.get('de'), 'German – Deutsch');
    assert.equal(names.get('en'), 'English');
    assert.ok(names.has('gsw'));
    assert.equal(names.size, listLanguages([]).length + 1);
  });

  test('begin with that of the browser', () => {
    assert.equal(preferredLanguage(['xx-YY', 'pt-BR', 'de']), 'pt-BR');
    assert.equal(preferredLanguage(['de-CH']), 'de');
    assert.equal(preferredLanguage([]), 'en');
  });
});
