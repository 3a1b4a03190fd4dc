import { canBePreparedAgain } from '../api/video-state.js';
import { byId, find, show } from './dom.js';

/**
 * @import {Video} from '../api/json.js'
 *
 * @typedef {{card: HTMLElement, video: Video}} Shown
 */

/**
 * The selection of cards of the library: the button that begins it, a checkbox on each card whose
 * video can be prepared again, and the bar that says how many are selected. Videos stay selected
 * while a search doesn't show them.
 */
export class CardSelection {
  #grid;
  #begin = byId('select', 'button');
  #bar = byId('selection');
  #count = byId('selection-count');
  #all = byId('selection-all', 'button');
  #prepare = byId('selection-prepare', 'button');
  #isActive = false;
  #isOffered = false;
  /** @type {Map<number, Shown>} */
  #shown = new Map();
  /** @type {Map<number, Video>} */
  #selected = new Map();

  /**
   * @param {HTMLElement} grid the parent of the cards
   * @param {(videos: Video[]) => void} onPrepare called with the videos to prepare again
   */
  constructor(grid, onPrepare) {
    this.#grid = grid;
    this.#begin.addEventListener('click', () => this.#enter());
    this.#all.addEventListener('click', () => this.#toggleAll());
    this.#prepare.addEventListener('click', () => onPrepare([...this.#selected.values()]));
    byId('selection-done').addEventListener('click', () => this.#leave());
    grid.addEventListener('click', (event) => this.#handleClick(event));
    document.addEventListener('keydown', (event) => this.#handleKey(event));
  }

  /**
   * Adds a checkbox to a new card.
   *
   * @param {HTMLElement} card
   * @param {Video} video
   */
  add(card, video) {
    this.#shown.set(video.file_id, { card, video });
    const checkbox = find(card, '.card-check', 'input');
    checkbox.addEventListener('change', () => this.#toggle(video.file_id));
    this.update(video);
  }

  /**
   * Takes over the new state of a video. One that can't be prepared again isn't selected any more.
   *
   * @param {Video} video
   */
  update(video) {
    const shown = this.#shown.get(video.file_id);
    if (shown) {
      shown.video = video;
    }
    if (this.#selected.has(video.file_id)) {
      if (canBePreparedAgain(video)) {
        this.#selected.set(video.file_id, video);
      } else {
        this.#selected.delete(video.file_id);
      }
    }
    this.#render(shown ? [shown] : []);
  }

  /**
   * Forgets the card of a video, which may stay selected.
   *
   * @param {number} id
   */
  remove(id) {
    this.#shown.delete(id);
    this.#render([]);
  }

  /** @param {number} id */
  deselect(id) {
    if (this.#selected.delete(id)) {
      const shown = this.#shown.get(id);
      this.#render(shown ? [shown] : []);
    }
  }

  /**
   * Offers the selection while there are videos.
   *
   * @param {boolean} isOffered whether a video is shown
   * @param {boolean} isSearch whether there may be others that a search doesn't show
   */
  offer(isOffered, isSearch) {
    this.#isOffered = isOffered;
    if (!isOffered && !isSearch && this.#isActive) {
      this.#leave();
    }
    show(this.#begin, isOffered && !this.#isActive);
  }

  /** Ends the selection if no video is selected, for instance since all are being prepared. */
  leaveIfEmpty() {
    if (this.#isActive && this.#selected.size === 0) {
      this.#leave();
    }
  }

  #enter() {
    this.#isActive = true;
    this.#render();
    const first = [...this.#shown.values()].find(({ video }) => canBePreparedAgain(video));
    (first ? find(first.card, '.card-check') : byId('selection-done')).focus();
  }

  #leave() {
    this.#isActive = false;
    this.#selected.clear();
    this.#render();
    (this.#isOffered ? this.#begin : byId('main')).focus();
  }

  /** @param {MouseEvent} event */
  #handleClick(event) {
    const target = /** @type {Element} */ (event.target);
    const card = target.closest('.card');
    if (!this.#isActive || !card || target.closest('.card-select')) {
      return; // The checkbox changes by itself.
    }
    event.preventDefault(); // The link isn't followed.
    for (const [id, shown] of this.#shown) {
      if (shown.card === card && canBePreparedAgain(shown.video)) {
        this.#toggle(id);
      }
    }
  }

  /** @param {KeyboardEvent} event */
  #handleKey({ key }) {
    // Escape closes a dialog and clears a search first.
    const isElsewhere =
      document.querySelector('dialog[open]') || document.activeElement?.matches('[type="search"]');
    if (key === 'Escape' && this.#isActive && !isElsewhere) {
      this.#leave();
    }
  }

  /** @param {number} id */
  #toggle(id) {
    const shown = this.#shown.get(id);
    if (shown) {
      if (!this.#selected.delete(id)) {
        this.#selected.set(id, shown.video);
      }
      this.#render([shown]);
    }
  }

  #selectable() {
    return [...this.#shown.values()].filter(({ video }) => canBePreparedAgain(video));
  }

  #areAllSelected() {
    const ids = this.#selectable().map(({ video }) => video.file_id);
    return ids.length > 0 && ids.every((id) => this.#selected.has(id));
  }

  /** Selects all cards that are shown; if they are selected already, none is afterwards. */
  #toggleAll() {
    if (this.#areAllSelected()) {
      this.#selected.clear();
    } else {
      this.#selectable().forEach(({ video }) => this.#selected.set(video.file_id, video));
    }
    this.#render();
  }

  /** @param {Iterable<Shown>} [changed] the cards to update; the default is all */
  #render(changed = this.#shown.values()) {
    for (const shown of changed) {
      this.#renderCard(shown);
    }
    this.#grid.classList.toggle('is-selecting', this.#isActive);
    show(this.#begin, this.#isOffered && !this.#isActive);
    show(this.#bar, this.#isActive);
    if (this.#isActive) {
      this.#renderBar();
    }
  }

  #renderBar() {
    const ids = [...this.#selected.keys()];
    const unseen = ids.filter((id) => !this.#shown.has(id)).length;
    const text = `${ids.length} selected${unseen ? ` (${unseen} not shown)` : ''}`;
    if (this.#count.textContent !== text) {
      this.#count.textContent = text; // Screen readers announce each change.
    }
    this.#all.textContent = this.#areAllSelected() ? 'Select none' : 'Select all shown';
    this.#all.disabled = this.#selectable().length === 0;
    this.#prepare.disabled = ids.length === 0;
  }

  /** @param {Shown} shown */
  #renderCard({ card, video }) {
    const isSelectable = this.#isActive && canBePreparedAgain(video);
    const isSelected = this.#isActive && this.#selected.has(video.file_id);
    const checkbox = find(card, '.card-check', 'input');
    const link = find(card, '.card-link', 'a');
    if (!isSelectable && document.activeElement === checkbox) {
      link.focus(); // The checkbox is hidden now.
    }
    show(find(card, '.card-select'), isSelectable);
    checkbox.checked = isSelected;
    checkbox.setAttribute('aria-label', `Select ${video.title}`);
    card.classList.toggle('is-selectable', isSelectable);
    card.classList.toggle('is-selected', isSelected);
    // While cards are selected, the checkboxes are the stops of the Tab key.
    link.tabIndex = this.#isActive ? -1 : 0;
  }
}
