import { Api } from '../api/api.js';
import { VideoUpdates } from '../api/video-updates.js';
import { PlayerError } from '../errors/player-error.js';
import { byId, fromTemplate, show } from '../ui/dom.js';
import { ReprocessDialog } from '../ui/reprocess-dialog.js';
import { reloadOnce, redirectToSignIn } from '../ui/sign-in.js';
import { updateCard } from '../ui/video-card.js';

const PAGE_SIZE = 24;
const TYPING_PAUSE_MS = 250;

const api = new Api();
const grid = byId('videos');
const search = byId('q');
const cards = new Map();
const live = new VideoUpdates(api, changed, {
  all: true,
  onDeleted: gone,
  // After a reload the server shows the page to whoever is signed in now, or the sign-in page.
  onSignedOut: () => reloadOnce(),
});

const reprocess = new ReprocessDialog(api, (video) => {
  const card = cards.get(video.file_id);
  if (card) {
    updateCard(card, video);
    live.follow(video);
    // the button is gone: whoever pressed it goes on with the card
    card.querySelector('.card-link').focus();
    byId('announce').textContent = `${video.title} is processed again`;
  }
});

let listing = new AbortController();
/** The cursor of what isn't shown yet; null when all is. */
let next = null;
let total = 0;
/** When the newest video of those that are shown was uploaded; no other is newer until they are. */
let newest = Infinity;
/** The video that this page is about to delete, and takes away by itself. */
let deleting = null;

/** A video has changed, or is new: uploaded in another tab, or on another machine. */
function changed(video) {
  const card = cards.get(video.file_id);
  if (card) {
    const ready = video.status === 'processed' && card.dataset.status !== 'processed';
    updateCard(card, video);
    live.follow(video);
    if (ready) {
      byId('announce').textContent = `${video.title} is ready to be watched`;
    }
  } else if (!search.value.trim() && Date.parse(video.created_at) >= newest) {
    newest = Date.parse(video.created_at);
    total++;
    add(video, true);
    tellState('');
  }
}

/** A video was deleted elsewhere. */
function gone(id) {
  const card = cards.get(id);
  if (card && id !== deleting) {
    const focused = card.contains(document.activeElement);
    const neighbour = takeAway(id, card);
    if (focused) {
      neighbour.focus();
    }
  }
}

/** Takes a card away; returns what whoever was at it goes on with. */
function takeAway(id, card) {
  live.unfollow(id);
  const neighbour = card.nextElementSibling ?? card.previousElementSibling;
  card.remove();
  if (cards.delete(id)) {
    total = Math.max(0, total - 1);
    tellState(search.value.trim());
    if (cards.size === 0 && next !== null) {
      list(next);
    }
  }
  return neighbour?.querySelector('.card-link') ?? byId('main');
}

/** Lists from the newest on, or what comes after what is shown. */
async function list(cursor = null) {
  listing.abort();
  listing = new AbortController();
  const { signal } = listing;
  const q = search.value.trim();
  grid.setAttribute('aria-busy', 'true');
  show(byId('trouble'), false);
  try {
    const found = await api.listVideos({ q, cursor: cursor ?? '', pageSize: PAGE_SIZE }, signal);
    if (!cursor) {
      clear();
    }
    next = found.next;
    total = found.total;
    found.items.forEach((video) => add(video));
    tellState(q);
    if (!cursor) {
      newest = Date.parse(found.items[0]?.created_at) || 0;
      // what came while the list was under way
      live.recent().filter(({ file_id: id }) => !cards.has(id)).forEach(changed);
    }
  } catch (thrown) {
    const error = PlayerError.from(thrown);
    if (signal.aborted || redirectToSignIn(error)) {
      return;
    }
    if (!cursor) {
      clear();
    }
    byId('trouble-text').textContent = error.message;
    show(byId('trouble'));
  }
  grid.setAttribute('aria-busy', 'false');
}

function clear() {
  next = null;
  cards.forEach((card, id) => live.unfollow(id));
  cards.clear();
  grid.replaceChildren();
  for (const id of ['empty', 'no-match', 'more']) {
    show(byId(id), false);
  }
}

function add(video, first = false) {
  if (cards.has(video.file_id)) {
    return; // moved on to this page while a newer one came
  }
  const card = fromTemplate('card');
  card.querySelector('.card-delete').addEventListener('click', () => askToDelete(card, video));
  card.querySelector('.card-again').addEventListener('click', () => reprocess.open(video));
  updateCard(card, video);
  cards.set(video.file_id, card);
  grid[first ? 'prepend' : 'append'](card);
  live.follow(video);
}

function tellState(q) {
  const none = total === 0;
  show(byId('empty'), none && !q);
  show(byId('no-match'), none && Boolean(q));
  byId('no-match-text').textContent = q;
  byId('count').textContent = none ? '' : total === 1 ? '1 video' : `${total} videos`;
  show(byId('more'), next !== null);
}

function askToDelete(card, video) {
  const dialog = byId('delete');
  byId('delete-title').textContent = video.title;
  byId('delete-problem').textContent = '';
  byId('delete-confirm').disabled = false;
  byId('delete-confirm').onclick = () => remove(dialog, card, video);
  dialog.showModal();
}

async function remove(dialog, card, video) {
  byId('delete-confirm').disabled = true;
  deleting = video.file_id;
  try {
    await api.deleteVideo(video.file_id, new AbortController().signal);
  } catch (thrown) {
    const error = PlayerError.from(thrown);
    if (redirectToSignIn(error)) {
      return;
    }
    if (error.code !== 'not_found') {
      byId('delete-problem').textContent = error.message;
      byId('delete-confirm').disabled = false;
      return;
    }
  } finally {
    deleting = null;
  }
  dialog.close();
  const neighbour = takeAway(video.file_id, card);
  byId('announce').textContent = `${video.title} was deleted`;
  neighbour.focus();
}

function skeletons() {
  for (let i = 0; i < 8; i++) {
    grid.append(fromTemplate('skeleton'));
  }
}

function searchFor(text) {
  search.value = text;
  history.replaceState(null, '', text ? `/?${new URLSearchParams({ q: text })}` : '/');
  list();
}

let typing = 0;
search.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => searchFor(search.value), TYPING_PAUSE_MS);
});
byId('search').addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(typing);
  searchFor(search.value);
});
byId('clear-search').addEventListener('click', () => {
  searchFor('');
  search.focus();
});
byId('more').addEventListener('click', async () => {
  const known = cards.size;
  await list(next);
  // The button may be gone; whoever pressed it goes on with the first card that it brought.
  [...cards.values()][known]?.querySelector('.card-link').focus();
});
byId('try-again').addEventListener('click', () => list(next));
addEventListener('pagehide', () => live.close());
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());

search.value = new URLSearchParams(location.search).get('q') ?? '';
skeletons();
live.start(); // before the list, so that nothing falls between the two
list();
