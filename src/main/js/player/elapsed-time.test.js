import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Window } from 'happy-dom';
import { ELAPSED_TIME, createElapsedTime, registerElapsedTime } from './elapsed-time.js';

let window;
let controls;
let container;
let time;
let isInProgress;

beforeEach(() => {
  window = new Window();
  Object.assign(globalThis, { document: window.document });
  container = document.createElement('div');
  isInProgress = true;
  time = 0;
  controls = Object.assign(new EventTarget(), {
    getPlayer: () => ({ isInProgress: () => isInProgress, seekRange: () => ({ start: 0, end: 1021.999 }) }),
    getDisplayTime: () => time,
    getControlsContainer: () => container,
  });
});

afterEach(() => window.close());

const update = () => controls.dispatchEvent(new Event('timeandseekrangeupdated'));

test('shows the position and the whole of a video that is being prepared', () => {
  createElapsedTime(container, controls);
  update();
  assert.equal(container.textContent, '0:00 / 17:02');
  time = 83.9;
  update();
  assert.equal(container.textContent, '1:23 / 17:02');
  assert.equal(container.classList.contains('is-growing'), true);
});

test('leaves a complete video to Shaka’s own element', () => {
  const element = createElapsedTime(container, controls);
  update();
  isInProgress = false;
  update();
  assert.equal(container.classList.contains('is-growing'), false);
  element.release();
  isInProgress = true;
  update();
  assert.equal(container.classList.contains('is-growing'), false);
});

test('is registered under the name that the configuration has', () => {
  const registered = new Map();
  const registerElement = (name, factory) => registered.set(name, factory);
  registerElapsedTime({ ui: { Controls: { registerElement } } });
  registered.get(ELAPSED_TIME).create(container, controls);
  assert.equal(container.children.length, 1);
});
