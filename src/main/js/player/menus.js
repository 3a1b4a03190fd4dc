const MENU_ITEMS =
  ':is(.shaka-overflow-menu, .shaka-settings-menu, .shaka-context-menu) > button';

/** Shaka names the picture of a chapter by the title that is also the text beside it. */
const CHAPTER_PICTURES = '.shaka-chapter-thumbnail img:not([alt=""])';

/**
 * Corrects the roles and names of the items of Shaka's menus for screen readers. An item's name
 * becomes its whole text ("Playback speed" and "1x"), where Shaka sets a label with half of it.
 *
 * @param {HTMLElement} container the player's element; Shaka rebuilds its menus when settings change
 */
export function fixMenuAccessibility(container) {
  const update = () => {
    for (const picture of container.querySelectorAll(CHAPTER_PICTURES)) {
      picture.setAttribute('alt', '');
    }
    for (const item of container.querySelectorAll(MENU_ITEMS)) {
      const pressed = item.getAttribute('aria-pressed');
      if (pressed !== null) {
        item.setAttribute('role', 'menuitemcheckbox');
        item.setAttribute('aria-checked', pressed);
        item.removeAttribute('aria-pressed');
      }
      if (!item.hasAttribute('role')) {
        item.setAttribute('role', 'menuitem');
      }
      if (item.hasAttribute('aria-label') && item.textContent.trim()) {
        item.removeAttribute('aria-label');
      }
    }
  };
  update();
  const { MutationObserver: Observer } = container.ownerDocument.defaultView ?? globalThis;
  new Observer(update).observe(container, {
    childList: true,
    subtree: true,
    attributeFilter: ['aria-label', 'aria-pressed', 'role'],
  });
}
