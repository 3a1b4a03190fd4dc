const ENTRIES =
  ':is(.shaka-overflow-menu, .shaka-settings-menu, .shaka-context-menu) > button';

/**
 * Makes Shaka's menus right for screen readers: each entry is an entry of its menu, and is called by
 * what stands on it ("Playback speed" and "1x"), where Shaka names it by half of that.
 *
 * @param {HTMLElement} container of the player; its menus are rebuilt whenever its settings change
 */
export function mendMenus(container) {
  const mend = () => {
    for (const entry of container.querySelectorAll(ENTRIES)) {
      if (entry.hasAttribute('aria-pressed')) {
        entry.setAttribute('role', 'menuitemcheckbox');
        entry.setAttribute('aria-checked', entry.getAttribute('aria-pressed'));
        entry.removeAttribute('aria-pressed');
      }
      if (!entry.hasAttribute('role')) {
        entry.setAttribute('role', 'menuitem');
      }
      if (entry.hasAttribute('aria-label') && entry.textContent.trim()) {
        entry.removeAttribute('aria-label');
      }
    }
  };
  mend();
  const { MutationObserver } = container.ownerDocument.defaultView;
  new MutationObserver(mend).observe(container, {
    childList: true,
    subtree: true,
    attributeFilter: ['aria-label', 'aria-pressed', 'role'],
  });
}
