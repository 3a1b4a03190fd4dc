/**
 * @import shaka from 'shaka-player/dist/shaka-player.ui-es2021.js'
 * @import {Shaka} from './shaka-scheme.js'
 *
 * @typedef {object} MenuItem
 * @property {string} label
 * @property {string} icon an SVG path within the box 0 -960 960 960, as Shaka's own icons
 * @property {() => void} onClick
 * @property {EventTarget & {isShown: boolean}} [panel] what the item shows and hides, if it does; it
 *     dispatches `change`
 */

/**
 * Registers an item for the player's menus. Shaka makes it anew whenever the settings of its controls
 * change, and for each menu once.
 *
 * @param {Shaka} shaka
 * @param {string} name the item's name in the configuration of Shaka's controls
 * @param {MenuItem} item
 */
export function registerMenuButton(shaka, name, item) {
  shaka.ui.OverflowMenu.registerElement(name, {
    create: (parent, controls) => {
      const { button, release } = createMenuButton(item, () => controls.hideSettingsMenus());
      button.classList.add(`menu-${name.replaceAll('_', '-')}`);
      new shaka.ui.Icon(button, item.icon);
      button.prepend(button.lastElementChild ?? '');
      parent.append(button);
      const stop = hideBehindSubmenus(button, controls);
      // Shaka only releases its elements; the other members of the type are those of its own class.
      return /** @type {shaka.extern.IUIElement} */ (
        /** @type {unknown} */ ({
          release: () => {
            release();
            stop();
          },
        })
      );
    },
  });
}

/**
 * Hides an item while a submenu is open, as Shaka does with its own: the submenu takes the place of
 * the items, in the same box.
 *
 * @param {HTMLElement} button
 * @param {Pick<EventTarget, 'addEventListener' | 'removeEventListener'>} controls
 * @returns {() => void} stops that
 */
function hideBehindSubmenus(button, controls) {
  const update = (/** @type {Event} */ { type }) => {
    button.hidden = type === 'submenuopen';
  };
  controls.addEventListener('submenuopen', update);
  controls.addEventListener('submenuclose', update);
  return () => {
    controls.removeEventListener('submenuopen', update);
    controls.removeEventListener('submenuclose', update);
  };
}

/**
 * @param {MenuItem} item
 * @param {() => void} closeMenu
 */
export function createMenuButton({ label, onClick, panel }, closeMenu) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'shaka-no-propagation';
  const text = document.createElement('label');
  text.className = 'shaka-overflow-button-label shaka-simple-overflow-button-label-inline';
  const name = document.createElement('span');
  name.textContent = label;
  const state = document.createElement('span');
  state.className = 'shaka-current-selection-span';
  text.append(name, state);
  button.append(text);
  button.addEventListener('click', () => {
    closeMenu();
    onClick();
  });
  const update = () => {
    state.textContent = panel?.isShown ? 'On' : 'Off';
    button.setAttribute('aria-checked', String(panel?.isShown));
  };
  if (panel) {
    button.setAttribute('role', 'menuitemcheckbox');
    update();
    panel.addEventListener('change', update);
  }
  return { button, release: () => panel?.removeEventListener('change', update) };
}
