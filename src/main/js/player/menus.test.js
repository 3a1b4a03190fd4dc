import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Window } from 'happy-dom';
import { fixMenuAccessibility } from './menus.js';

function player(markup) {
  const window = new Window();
  window.document.body.innerHTML = `<div id="player">${markup}</div>`;
  return { window, container: window.document.getElementById('player') };
}

test('an item has a role in its menu and is named by its text', () => {
  const { container } = player(
    '<div class="shaka-overflow-menu" role="menu">' +
      '<button aria-label="Speed"><span>Speed</span><span>1x</span></button>' +
      '<button role="menuitemradio">2x</button></div>',
  );
  fixMenuAccessibility(container);
  const [speed, twice] = container.querySelectorAll('button');
  assert.equal(speed.getAttribute('role'), 'menuitem');
  assert.equal(speed.hasAttribute('aria-label'), false);
  assert.equal(twice.getAttribute('role'), 'menuitemradio');
});

test('a button without text keeps its name, one outside of menus its attributes', () => {
  const { container } = player(
    '<button aria-label="Play">▶</button>' +
      '<div class="shaka-settings-menu"><button aria-label="Back"><svg></svg></button></div>',
  );
  fixMenuAccessibility(container);
  const [play, back] = container.querySelectorAll('button');
  assert.equal(play.getAttribute('aria-label'), 'Play');
  assert.equal(play.hasAttribute('role'), false);
  assert.equal(back.getAttribute('aria-label'), 'Back');
});

test('a pressed button becomes a checked menu item', () => {
  const { container } = player(
    '<div class="shaka-overflow-menu" role="menu"><button aria-pressed="true">Loop</button></div>',
  );
  fixMenuAccessibility(container);
  const loop = container.querySelector('button');
  assert.equal(loop.getAttribute('role'), 'menuitemcheckbox');
  assert.equal(loop.getAttribute('aria-checked'), 'true');
  assert.equal(loop.hasAttribute('aria-pressed'), false);
});

test('an item that is added later is corrected too', async () => {
  const { window, container } = player('<div class="shaka-settings-menu" role="menu"></div>');
  fixMenuAccessibility(container);
  const late = window.document.createElement('button');
  late.textContent = 'Off';
  container.firstElementChild.append(late);
  await window.happyDOM.waitUntilComplete();
  assert.equal(late.getAttribute('role'), 'menuitem');
});

test('a chapter is named by its title once, although its picture has that name too', () => {
  const { container } = player(
    '<div class="shaka-settings-menu" role="menu"><button role="menuitem">' +
      '<div class="shaka-chapter-thumbnail"><img alt="Intro"></div><span>Intro</span>' +
      '</button></div>',
  );
  fixMenuAccessibility(container);
  assert.equal(container.querySelector('img').getAttribute('alt'), '');
});
