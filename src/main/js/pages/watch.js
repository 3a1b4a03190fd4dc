import { Api } from '../api/api.js';
import { LiveVideos, isUnfinished } from '../api/live-videos.js';
import { Playback } from '../player/playback.js';
import { Code, PlayerError } from '../player/player-error.js';
import { Stage } from '../player/stage.js';
import { byId, fromTemplate, show } from '../ui/dom.js';
import { formatAge, formatBytes, formatDuration, formatQuality } from '../ui/format.js';
import { ReprocessDialog } from '../ui/reprocess-dialog.js';
import { revealSecrets } from '../ui/secret-field.js';
import { signInAgain } from '../ui/sign-in-again.js';
import { hueOf } from '../ui/video-card.js';

/** What a stream that can't be gone on with is told by; the key opens a new one. */
const ENDED = new Set([Code.SESSION_ENDED, 'not_found']);

/** What the server and not the file is to blame for. */
const BROKEN_OFF = new Set(['processing_interrupted', 'processing_lost', 'insufficient_storage']);

const LINK_WORDS = {
  websocket: 'Streaming over WebSocket',
  sse: 'Streaming over server-sent events',
  http: 'Streaming over HTTP',
};

const api = new Api();
const leave = new AbortController();
// Under way while the viewer types the key.
const library = import('shaka-player/dist/shaka-player.ui-es2021.js');
library.catch(() => {}); // told when it is needed

const videoElement = byId('video');
const fileId = Number(byId('stage').dataset.video);
let playback = null;
let session = null;

const stage = new Stage({ onKey: open, onRetry: retry, onAgain: () => reprocess.ask(shown) });
const live = new LiveVideos(api, showVideo);
const reprocess = new ReprocessDialog(api, (video) => {
  showVideo(video);
  byId('main').focus(); // the button that had the focus is gone
});
let shown = null;

async function begin() {
  byId('stage').style.setProperty('--hue', hueOf(fileId));
  stage.wait('Opening…');
  try {
    showVideo(await api.video(fileId, leave.signal));
  } catch (thrown) {
    tell(PlayerError.from(thrown));
  }
}

/** The video's state decides what the stage shows, until it plays. */
function showVideo(video) {
  shown = video;
  byId('title').textContent = video.title;
  byId('meta').textContent = [
    formatQuality(video.width, video.height),
    formatDuration(video.duration_seconds),
    formatBytes(video.size),
    `uploaded ${formatAge(video.created_at)}`,
  ]
    .filter(Boolean)
    .join(' · ');
  if (video.width && video.height) {
    byId('main').style.setProperty('--ratio', `${video.width} / ${video.height}`);
  }
  showWarnings(video.warnings ?? []);
  if (isUnfinished(video)) {
    stage.prepare(video.progress, video.status);
    live.follow(video);
  } else if (video.status === 'failed') {
    const reason = video.failure?.message ?? 'It could not be prepared.';
    stage.refuse("This video can't be played", reason, {
      again: video.access === 'owner',
      advised: BROKEN_OFF.has(video.failure?.code),
    });
  } else if (!session) {
    stage.askForKey('Enter the key to watch', 'Watch');
  }
}

function showWarnings(warnings) {
  const list = byId('warnings');
  list.replaceChildren(
    ...warnings.map(({ message }) => {
      const item = fromTemplate('warning');
      item.querySelector('.warning-words').textContent = message;
      return item;
    }),
  );
  show(list, warnings.length > 0);
}

/** The viewer typed a key. */
async function open(key) {
  stage.openWith();
  try {
    const opened = await api.openStream(fileId, key, leave.signal);
    session = opened;
    stage.wait('Starting…');
    playback ??= await create();
    if (playback.isLoaded) {
      await playback.goOn(opened);
    } else {
      await playback.start(opened, startAt());
    }
    stage.play();
    playback.listenToKeys(true);
    videoElement.focus();
  } catch (thrown) {
    tell(PlayerError.from(thrown, Code.PLAYBACK_FAILED));
  }
}

async function create() {
  const shaka = (await library).default;
  return Playback.create(shaka, byId('player'), videoElement, {
    onTrouble: tell,
    onWaiting: (waiting) => stage.tellConnection(waiting),
  });
}

/** What is wrong, and what to do about it. */
function tell(error) {
  playback?.pause();
  playback?.listenToKeys(false);
  if (error.code === Code.ABORTED) {
    return;
  }
  if (error.code === Code.NOT_AUTHENTICATED) {
    const at = Math.floor(videoElement.currentTime);
    history.replaceState(null, '', `/watch?v=${fileId}${at ? `&t=${at}` : ''}`);
    signInAgain(error);
  } else if (error.code === 'invalid_encryption_key' || error.wordsFor('encryption_key')) {
    stage.refuseKey(error.wordsFor('encryption_key') || error.message);
  } else if (error.code === 'too_many_requests') {
    stage.refuseKey(error.message, error.retryAfterSeconds);
  } else if (error.code === 'video_not_ready') {
    begin();
  } else if (session && ENDED.has(error.code)) {
    const at = formatDuration(videoElement.currentTime);
    stage.askForKey(at ? `Enter the key again to go on at ${at}` : 'Enter the key again', 'Go on');
  } else {
    stage.fail(error.message);
  }
}

async function retry() {
  if (!session) {
    await begin();
    return;
  }
  stage.wait('Trying again…');
  try {
    playback ??= await create();
    if (playback.isLoaded) {
      await playback.tryAgain();
    } else {
      await playback.start(session, startAt());
    }
    stage.play();
    playback.listenToKeys(true);
    videoElement.focus();
  } catch (thrown) {
    tell(PlayerError.from(thrown, Code.PLAYBACK_FAILED));
  }
}

/** `&t=90` starts at a minute and a half. */
function startAt() {
  return Number(new URLSearchParams(location.search).get('t')) || 0;
}

/** Which way the bytes come, for the viewer who wants to know and for the tests. */
function tellLink() {
  const link = playback?.link;
  if (link) {
    const bytes = link.bytesByLink;
    byId('stage').dataset.link = link.name;
    byId('stage').dataset.bytes = JSON.stringify(bytes);
    byId('link-words').textContent = LINK_WORDS[link.name];
    show(byId('link-fact'), Object.values(bytes).some((n) => n > 0));
  }
}

videoElement.addEventListener('timeupdate', tellLink);
videoElement.addEventListener('loadeddata', tellLink);
addEventListener('pagehide', () => {
  leave.abort();
  live.close();
  playback?.link?.close();
  if (session) {
    // Nothing on the server waits for the session to expire. If this gets lost, it expires.
    api.endStream(fileId, session.request_id).catch(() => {});
  }
});
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());

revealSecrets(byId('unlock'));
begin();
