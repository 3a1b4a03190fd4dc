import { Api } from '../api/api.js';
import { LiveVideos } from '../api/live-videos.js';
import { PlayerError } from '../player/player-error.js';
import { byId, fromTemplate, show } from '../ui/dom.js';
import { signInAgain } from '../ui/sign-in-again.js';
import { dressCard } from '../ui/video-card.js';

const PAGE_SIZE = 24;
const TYPING_PAUSE_MS = 250;

const api = new Api();
const grid = byId('videos');
const search = byId('q');
const cards = new Map();
const live = new LiveVideos(api, (video) => {
  const card = cards.get(video.file_id);
  if (card) {
    dressCard(card, video);
    if (video.status === 'processed') {
      byId('announce').textContent = `${video.title} is ready to be watched`;
    }
  }
});

let listing = new AbortController();
/** The cursor of what isn't shown yet; null when all is. */
let next = null;
let total = 0;

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
    found.items.forEach(add);
    tellState(q);
  } catch (thrown) {
    const error = PlayerError.from(thrown);
    if (signal.aborted || signInAgain(error)) {
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

function add(video) {
  const card = fromTemplate('card');
  card.querySelector('.card-delete').addEventListener('click', () => askToDelete(card, video));
  dressCard(card, video);
  cards.set(video.file_id, card);
  grid.append(card);
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
  try {
    await api.deleteVideo(video.file_id, new AbortController().signal);
  } catch (thrown) {
    const error = PlayerError.from(thrown);
    if (signInAgain(error)) {
      return;
    }
    if (error.code !== 'not_found') {
      byId('delete-problem').textContent = error.message;
      byId('delete-confirm').disabled = false;
      return;
    }
  }
  dialog.close();
  live.unfollow(video.file_id);
  cards.delete(video.file_id);
  const neighbour = card.nextElementSibling ?? card.previousElementSibling;
  card.remove();
  total = Math.max(0, total - 1);
  tellState(search.value.trim());
  byId('announce').textContent = `${video.title} was deleted`;
  (neighbour?.querySelector('.card-link') ?? byId('main')).focus();
  if (cards.size === 0 && next !== null) {
    await list(next);
  }
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
list();
