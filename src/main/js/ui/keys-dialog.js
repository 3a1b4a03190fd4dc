import { byId } from './dom.js';

/** The list of the keys that operate the player; the key `?` opens it. */
export class KeysDialog {
  #dialog = byId('keys', 'dialog');

  constructor() {
    byId('keys-open').addEventListener('click', () => this.open());
    document.addEventListener('keydown', (event) => this.#handleKey(event));
    // The player must not act on the keys that operate the dialog.
    this.#dialog.addEventListener('keydown', (event) => event.stopPropagation());
  }

  open() {
    if (!document.querySelector('dialog[open]')) {
      this.#dialog.showModal();
    }
  }

  /** @param {KeyboardEvent} event */
  #handleKey({ key, ctrlKey, metaKey, altKey }) {
    // Shaka's sliders are inputs too.
    const isTyping = document.activeElement?.matches('input:not([type="range"]), select, textarea');
    if (key === '?' && !ctrlKey && !metaKey && !altKey && !isTyping) {
      this.open();
    }
  }
}
