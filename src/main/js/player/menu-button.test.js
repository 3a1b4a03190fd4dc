import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { Window } from 'happy-dom';
import { createMenuButton, registerMenuButton } from './menu-button.js';

let window;

beforeEach(() => {
  window = new Window();
  Object.assign(globalThis, { document: window.document });
});
afterEach(() => window.close());

test('an item closes the menu before it does its work', () => {
  const calls = [];
  const item = { label: 'Keyboard shortcuts', icon: '', onClick: () => calls.push('work') };
  const { button } = createMenuButton(item, () => calls.push('close'));
  button.click();
  assert.deepEqual(calls, ['close', 'work']);
  assert.equal(button.textContent, 'Keyboard shortcuts');
  assert.equal(button.hasAttribute('aria-checked'), false);
});

test('an item of a panel says whether the panel is shown, until it is released', () => {
  const panel = Object.assign(new EventTarget(), { isShown: false });
  const { button, release } = createMenuButton(
    { label: 'Statistics', icon: '', onClick() {}, panel },
    () => {},
  );
  assert.equal(button.getAttribute('role'), 'menuitemcheckbox');
  assert.equal(button.getAttribute('aria-checked'), 'false');
  const show = (isShown) => {
    panel.isShown = isShown;
    panel.dispatchEvent(new Event('change'));
  };
  show(true);
  assert.equal(button.getAttribute('aria-checked'), 'true');
  assert.equal(button.textContent, 'StatisticsOn');
  release();
  show(false);
  assert.equal(button.getAttribute('aria-checked'), 'true');
});

test('Shaka gets the item with its icon in front', () => {
  let factory;
  class Icon {
    constructor(parent, path) {
      const icon = document.createElement('svg');
      icon.dataset.path = path;
      parent.append(icon);
    }
  }
  const OverflowMenu = { registerElement: (name, made) => (factory = { name, made }) };
  registerMenuButton({ ui: { Icon, OverflowMenu } }, 'keys_help', {
    label: 'Keyboard shortcuts',
    icon: 'M0 0',
    onClick() {},
  });
  const menu = document.createElement('div');
  const controls = Object.assign(new EventTarget(), { hideSettingsMenus() {} });
  const element = factory.made.create(menu, controls);
  assert.equal(factory.name, 'keys_help');
  assert.equal(menu.firstElementChild.className, 'shaka-no-propagation menu-keys-help');
  assert.equal(menu.firstElementChild.firstElementChild.dataset.path, 'M0 0');

  const { firstElementChild: button } = menu;
  controls.dispatchEvent(new Event('submenuopen'));
  assert.equal(button.hidden, true, 'the submenu is in its place');
  controls.dispatchEvent(new Event('submenuclose'));
  assert.equal(button.hidden, false);
  element.release();
  controls.dispatchEvent(new Event('submenuopen'));
  assert.equal(button.hidden, false);
});
