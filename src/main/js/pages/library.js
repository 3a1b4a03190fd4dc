import { Api } from '../api/api.js';
import { withBasePath } from '../api/base-path.js';
import { VideoUpdates } from '../api/video-updates.js';
import { isInWork, isPlayableEarly } from '../api/video-state.js';
import { PlayerError } from '../errors/player-error.js';
import { CancelDialog } from '../ui/cancel-dialog.js';
import { CardSelection } from '../ui/card-selection.js';
import { byId, find, fromTemplate, show } from '../ui/dom.js';
import { ReprocessBatchDialog } from '../ui/reprocess-batch-dialog.js';
import { ReprocessDialog } from '../ui/reprocess-dialog.js';
import { redirectToSignIn, reloadOnce } from '../ui/sign-in.js';
import { updateCard } from '../ui/video-card.js';

/** @import {Video} from '../api/json.js' */

const PAGE_SIZE = 24;
const SEARCH_DELAY_MS = 250;

const api = new Api();
const grid = byId('videos');
const search = byId('q', 'input');
/** @type {Map<number, HTMLElement>} */
const cards = new Map();
const updates = new VideoUpdates(api, handleChange, {
  all: true,
  onDeleted: handleDeletion,
  // After a reload the server shows the page to whoever is signed in now, or the sign-in page.
  onSignedOut: () => reloadOnce(),
});

const reprocess = new ReprocessDialog(api, (video) => {
  const card = cards.get(video.file_id);
  if (card) {
    updateShown(card, video);
    // The button that had the focus is hidden now, so the card takes the focus.
    find(card, '.card-link').focus();
    announce(`${video.title} is processed again`);
  }
});

const cancel = new CancelDialog(api, (video) => {
  const card = cards.get(video.file_id);
  if (card) {
    updateShown(card, video);
    find(card, '.card-link').focus();
    announce(`${video.title} is not prepared any further`);
  }
});

const selection = new CardSelection(grid, (videos) => batch.open(videos));

const batch = new ReprocessBatchDialog(api, {
  onTried: (tried, video) => {
    selection.deselect(tried.file_id);
    const card = cards.get(tried.file_id);
    if (card && video) {
      updateShown(card, video);
    }
  },
  onClosed: () => selection.leaveIfEmpty(),
});

let listing = new AbortController();
/**
 * The cursor of the videos that are not shown yet; null when all are shown.
 *
 * @type {string | null}
 */
let next = null;
let total = 0;
/** The upload time of the newest video that is shown; Infinity until the first list has arrived. */
let newestAt = Infinity;
/**
 * The id of the video that this page is deleting; the page itself removes its card.
 *
 * @type {number | null}
 */
let deletingId = null;

/**
 * Shows the new state of a video that has a card.
 *
 * @param {HTMLElement} card
 * @param {Video} video
 */
function updateShown(card, video) {
  updateCard(card, video);
  selection.update(video);
  updates.follow(video);
}

/**
 * Shows a video that has changed, or that was uploaded in another tab or on another machine.
 *
 * @param {Video} video
 */
function handleChange(video) {
  const card = cards.get(video.file_id);
  if (card) {
    const ready = video.status === 'processed' && card.dataset.status !== 'processed';
    const playableEarly = isPlayableEarly(video) && !('early' in card.dataset);
    updateShown(card, video);
    if (!isInWork(video)) {
      cancel.closeFor(video.file_id);
    }
    if (ready) {
      announce(`${video.title} is ready to be watched`);
    } else if (playableEarly) {
      announce(`${video.title} can be watched already, and is still being prepared`);
    }
  } else if (!search.value.trim() && Date.parse(video.created_at) >= newestAt) {
    newestAt = Date.parse(video.created_at);
    total++;
    addCard(video, true);
    showResult('');
  } else {
    selection.update(video);
  }
}

/**
 * Removes a video that was deleted elsewhere.
 *
 * @param {number} id
 */
function handleDeletion(id) {
  const card = cards.get(id);
  selection.deselect(id);
  if (card && id !== deletingId) {
    const focused = card.contains(document.activeElement);
    const neighbour = removeCard(id, card);
    if (focused) {
      neighbour.focus();
    }
  }
}

/**
 * Removes a card and returns the element that takes the focus if the card had it.
 *
 * @param {number} id
 * @param {HTMLElement} card
 * @returns {HTMLElement}
 */
function removeCard(id, card) {
  updates.unfollow(id);
  selection.remove(id);
  selection.deselect(id);
  const neighbour = card.nextElementSibling ?? card.previousElementSibling;
  card.remove();
  if (cards.delete(id)) {
    total = Math.max(0, total - 1);
    showResult(search.value.trim());
    if (cards.size === 0 && next !== null) {
      list(next);
    }
  }
  return neighbour?.querySelector('.card-link') ?? byId('main');
}

/**
 * Lists the newest videos, or those that follow the ones shown.
 *
 * @param {string | null} [cursor]
 */
async function list(cursor = null) {
  listing.abort();
  listing = new AbortController();
  const { signal } = listing;
  const q = search.value.trim();
  grid.setAttribute('aria-busy', 'true');
  show(byId('trouble'), false);
  try {
    const page = await api.listVideos({ q, cursor: cursor ?? '', pageSize: PAGE_SIZE }, signal);
    if (!cursor) {
      clear();
    }
    next = page.next;
    total = page.total;
    page.items.forEach((video) => addCard(video));
    showResult(q);
    if (!cursor) {
      newestAt = Date.parse(page.items[0]?.created_at) || 0;
      // These changes arrived while the list was requested.
      updates.recent().filter(({ file_id: id }) => !cards.has(id)).forEach(handleChange);
    }
  } catch (thrown) {
    const error = PlayerError.from(thrown);
    if (signal.aborted || redirectToSignIn(error)) {
      return;
    }
    if (!cursor) {
      clear();
      selection.offer(false, true);
    }
    byId('trouble-text').textContent = error.message;
    show(byId('trouble'));
  }
  grid.setAttribute('aria-busy', 'false');
}

function clear() {
  next = null;
  cards.forEach((card, id) => {
    updates.unfollow(id);
    selection.remove(id);
  });
  cards.clear();
  grid.replaceChildren();
  for (const id of ['empty', 'no-match', 'more']) {
    show(byId(id), false);
  }
}

/**
 * @param {Video} video
 * @param {boolean} [first] whether the card goes before all others
 */
function addCard(video, first = false) {
  if (cards.has(video.file_id)) {
    return; // A newer video moved this one on to the next page.
  }
  const card = fromTemplate('card');
  find(card, '.card-delete').addEventListener('click', () => confirmDeletion(card, video));
  find(card, '.card-again').addEventListener('click', () => reprocess.open(video));
  find(card, '.card-cancel').addEventListener('click', () => cancel.open(video));
  updateCard(card, video);
  selection.add(card, video);
  cards.set(video.file_id, card);
  grid[first ? 'prepend' : 'append'](card);
  updates.follow(video);
}

/**
 * Shows the number of videos, or that there are none.
 *
 * @param {string} q
 */
function showResult(q) {
  const none = total === 0;
  show(byId('empty'), none && !q);
  selection.offer(!none, Boolean(q));
  show(byId('no-match'), none && Boolean(q));
  byId('no-match-text').textContent = q;
  byId('count').textContent = none ? '' : total === 1 ? '1 video' : `${total} videos`;
  show(byId('more'), next !== null);
}

/**
 * @param {HTMLElement} card
 * @param {Video} video
 */
function confirmDeletion(card, video) {
  const dialog = byId('delete', 'dialog');
  const confirm = byId('delete-confirm', 'button');
  byId('delete-title').textContent = video.title;
  byId('delete-problem').textContent = '';
  confirm.disabled = false;
  confirm.onclick = () => deleteVideo(dialog, confirm, card, video);
  dialog.showModal();
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {HTMLButtonElement} confirm
 * @param {HTMLElement} card
 * @param {Video} video
 */
async function deleteVideo(dialog, confirm, card, video) {
  confirm.disabled = true;
  deletingId = video.file_id;
  try {
    await api.deleteVideo(video.file_id, new AbortController().signal);
  } catch (thrown) {
    const error = PlayerError.from(thrown);
    if (redirectToSignIn(error)) {
      return;
    }
    if (error.code !== 'not_found') {
      byId('delete-problem').textContent = error.message;
      confirm.disabled = false;
      return;
    }
  } finally {
    deletingId = null;
  }
  dialog.close();
  const neighbour = removeCard(video.file_id, card);
  announce(`${video.title} was deleted`);
  neighbour.focus();
}

/**
 * Lets screen readers speak a text.
 *
 * @param {string} text
 */
function announce(text) {
  byId('announce').textContent = text;
}

function showSkeletons() {
  for (let i = 0; i < 8; i++) {
    grid.append(fromTemplate('skeleton'));
  }
}

/** @param {string} text */
function searchFor(text) {
  search.value = text;
  history.replaceState(null, '', withBasePath(text ? `/?${new URLSearchParams({ q: text })}` : '/'));
  list();
}

/** @type {ReturnType<typeof setTimeout> | undefined} */
let searchTimer;
search.addEventListener('input', () => {
  clearTimeout(searchTimer);
  searchTimer = setTimeout(() => searchFor(search.value), SEARCH_DELAY_MS);
});
byId('search').addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(searchTimer);
  searchFor(search.value);
});
byId('clear-search').addEventListener('click', () => {
  searchFor('');
  search.focus();
});
byId('more').addEventListener('click', async () => {
  const shown = cards.size;
  await list(next);
  // The button may be hidden now, so the first card that it added takes the focus.
  const added = [...cards.values()][shown];
  if (added) {
    find(added, '.card-link').focus();
  }
});
byId('try-again').addEventListener('click', () => list(next));
addEventListener('pagehide', () => updates.close());
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());

search.value = new URLSearchParams(location.search).get('q') ?? '';
showSkeletons();
updates.start(); // The feed opens before the list is requested, so that no change is missed between.
list();
