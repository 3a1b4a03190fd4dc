import { Api } from '../api/api.js';
import { withBasePath } from '../api/base-path.js';
import { VideoUpdates, isUnfinished } from '../api/video-updates.js';
import { Playback } from '../player/playback.js';
import { PlaybackPosition } from '../player/playback-position.js';
import { PlaybackPreferences } from '../player/playback-preferences.js';
import { PlayerOverlay } from '../player/player-overlay.js';
import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { ResumeStore } from '../player/resume-store.js';
import { RetryScheduler } from '../player/retry-scheduler.js';
import { ServerPosition } from '../player/server-position.js';
import { byId, find, fromTemplate, show } from '../ui/dom.js';
import { formatAge, formatBytes, formatDuration, formatQuality } from '../ui/format.js';
import { CancelDialog } from '../ui/cancel-dialog.js';
import { OriginalDialog } from '../ui/original-dialog.js';
import { CaptionsEditor } from '../ui/captions-editor.js';
import { ReprocessDialog } from '../ui/reprocess-dialog.js';
import { revealSecrets } from '../ui/secret-field.js';
import { redirectToSignIn, reloadOnce } from '../ui/sign-in.js';
import { hueOf, isCancelled } from '../ui/video-card.js';

/** @import {CodedMessage, StreamSession, Video} from '../api/json.js' */

/** The errors of a stream session that has ended; the key opens a new one. */
const SESSION_ENDED_CODES = new Set([ErrorCode.SESSION_ENDED, 'not_found']);

/** The failures of processing that the server caused and not the file. */
const SERVER_FAILURE_CODES = new Set([
  'processing_interrupted',
  'processing_lost',
  'insufficient_storage',
]);

/** @type {Record<string, string>} */
const LINK_LABELS = {
  websocket: 'Streaming over WebSocket',
  sse: 'Streaming over server-sent events',
  http: 'Streaming over HTTP',
};

const api = new Api();
const closed = new AbortController();
// Shaka is loaded while the viewer types the key. A failure is reported, and the load repeated, when
// Shaka is needed.
let loadingShaka = loadShaka();

const videoElement = byId('video', 'video');
const fileId = Number(byId('stage').dataset.video);
const resumeStore = new ResumeStore(() => sessionStorage, document.body.dataset.account);
const serverPosition = new ServerPosition((seconds) => api.savePosition(fileId, seconds));
const retries = new RetryScheduler();
/** @type {Playback | null} */
let playback = null;
const position = new PlaybackPosition(
  videoElement,
  resumeStore,
  serverPosition,
  fileId,
  () => playback?.isLoaded ?? false,
);
/** @type {StreamSession | null} */
let session = null;
let isOpening = false;
/** @type {Video | null} */
let currentVideo = null;

const overlay = new PlayerOverlay({
  onKey: open,
  onRetry: () => retry(),
  onReprocess: () => currentVideo && reprocess.open(currentVideo),
  onCancel: () => currentVideo && cancel.open(currentVideo),
  onDownload: () => currentVideo && original.open(currentVideo),
});
const updates = new VideoUpdates(api, showVideo, {
  onDeleted: () => load(),
  // After a reload the server shows the page to whoever is signed in now, or the sign-in page.
  onSignedOut: () => reloadOnce(),
});
const reprocess = new ReprocessDialog(api, (video) => {
  showVideo(video);
  byId('main').focus(); // The button that had the focus is hidden now.
});

const cancel = new CancelDialog(api, (video) => {
  showVideo(video);
  byId('main').focus(); // The button that had the focus is hidden now.
});

// The answer is an attachment, so the page stays.
const original = new OriginalDialog(api, (url) => location.assign(url));

const captionsEditor = new CaptionsEditor(api, reloadCaptions);

/**
 * Requests the video's state and shows it.
 *
 * @param {{quiet?: boolean}} [options] `quiet` when the page does so by itself
 */
async function load({ quiet = false } = {}) {
  byId('stage').style.setProperty('--hue', String(hueOf(fileId)));
  if (!quiet) {
    overlay.showLoading('Opening…');
  }
  try {
    const video = await api.video(fileId, closed.signal);
    retries.reset();
    showVideo(video);
  } catch (thrown) {
    handleError(PlayerError.from(thrown));
  }
}

/**
 * Shows what is known of the video; the overlay shows its state until it plays.
 *
 * @param {Video} video
 */
function showVideo(video) {
  currentVideo = video;
  serverPosition.seconds = video.position_seconds;
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
  captionsEditor.update(video, isPlaying() ? session : null);
  if (isUnfinished(video)) {
    overlay.showProcessing(video.progress, video.status, video.access === 'owner');
    updates.follow(video);
    return;
  }
  cancel.closeFor(video.file_id);
  if (video.status === 'failed') {
    const reason = video.failure?.message ?? 'It could not be prepared.';
    const heading = isCancelled(video) ? 'Not prepared yet' : "This video can't be played";
    overlay.showUnplayable(heading, reason, {
      canReprocess: video.access === 'owner',
      recommended: SERVER_FAILURE_CODES.has(video.failure?.code ?? '') || isCancelled(video),
    });
  } else if (!session) {
    session = resumeStore.session(fileId);
    if (session) {
      retry();
    } else {
      showKeyForm();
    }
  }
}

/** Asks for the key, at first or after the stream has ended. */
function showKeyForm() {
  const at = formatDuration(position.seconds);
  show(byId('download'), false); // the address names the ended session
  captionsEditor.update(currentVideo, null); // and so do new captions
  if (session) {
    resumeStore.removeSession(fileId);
    overlay.showKeyForm(
      at ? `Enter the key again to go on at ${at}` : 'Enter the key again',
      'Go on',
      'The stream has ended.',
    );
  } else {
    overlay.showKeyForm(at ? `Enter the key to go on at ${at}` : 'Enter the key to watch', 'Watch');
  }
}

/** Whether the stream session is in use, and not only remembered. */
function isPlaying() {
  return playback?.isLoaded ?? false;
}

/**
 * Shows the captions that the video has now, on the page and in the player.
 *
 * @param {string | null} language captions that were added, which are shown, or null
 */
async function reloadCaptions(language) {
  showVideo(await api.video(fileId, closed.signal));
  const current = session;
  if (current) {
    position.stopSaving();
    await play((player) => player.reload(current, language), { keepsFocus: true });
  }
}

/** Offers the uploaded file to the owner while a stream session is open. */
function showDownload() {
  const link = byId('download', 'a');
  const offered = session !== null && currentVideo?.access === 'owner';
  if (session && offered) {
    link.href = api.originalUrl(fileId, session.request_id);
  } else {
    link.removeAttribute('href');
  }
  show(link, offered);
}

/** @param {CodedMessage[]} warnings */
function showWarnings(warnings) {
  const list = byId('warnings');
  list.replaceChildren(
    ...warnings.map(({ message }) => {
      const item = fromTemplate('warning');
      find(item, '.warning-words').textContent = message;
      return item;
    }),
  );
  show(list, warnings.length > 0);
}

/**
 * Opens a stream session with the key that the viewer typed, and plays it.
 *
 * @param {string} key
 */
async function open(key) {
  if (isOpening) {
    return;
  }
  isOpening = true;
  overlay.showOpening();
  /** @type {StreamSession} */
  let opened;
  try {
    opened = await api.openStream(fileId, key, closed.signal);
  } catch (thrown) {
    handleKeyError(PlayerError.from(thrown));
    return;
  } finally {
    isOpening = false;
  }
  session = opened;
  resumeStore.saveSession(fileId, opened);
  overlay.showLoading('Starting…');
  await play((player) =>
    player.isLoaded ? player.resume(opened) : player.start(opened, position.seconds),
  );
}

/**
 * Shows why the key opened no session; the form keeps the key.
 *
 * @param {PlayerError} error
 */
function handleKeyError(error) {
  if (error.code === ErrorCode.CONNECTION_LOST) {
    overlay.showKeyError(`${error.message} Your key is still here.`);
  } else if (error.temporary) {
    overlay.showKeyError(error.message, error.retryAfterSeconds);
  } else {
    handleError(error);
  }
}

/**
 * Hides the overlay once the video plays, or shows why it doesn't.
 *
 * @param {(playback: Playback) => Promise<void>} start
 * @param {{keepsFocus?: boolean}} [options] whether the focus stays where it is
 */
async function play(start, { keepsFocus = false } = {}) {
  let player;
  try {
    player = playback ??= await createPlayback();
    await start(player);
  } catch (thrown) {
    handleError(PlayerError.from(thrown, ErrorCode.PLAYBACK_FAILED));
    return;
  }
  retries.reset();
  position.startSaving();
  showDownload();
  captionsEditor.update(currentVideo, session);
  overlay.hide();
  player.setKeyboardControls(true);
  if (!keepsFocus) {
    videoElement.focus();
  }
}

async function createPlayback() {
  const { default: shaka } = await loadingShaka.catch(() => (loadingShaka = loadShaka()));
  return Playback.create(shaka, byId('player'), videoElement, {
    onError: handleError,
    onWaiting: (waiting, error) => overlay.showConnection(waiting, error),
  });
}

function loadShaka() {
  const loading = import('shaka-player/dist/shaka-player.ui-es2021.js').catch((cause) => {
    throw new PlayerError(ErrorCode.CONNECTION_LOST, undefined, { cause });
  });
  loading.catch(() => {});
  return loading;
}

/**
 * Stops the playback and shows the error with what the viewer can do about it.
 *
 * @param {PlayerError} error
 */
function handleError(error) {
  position.stopSaving();
  playback?.pause();
  playback?.setKeyboardControls(false);
  if (error.code === ErrorCode.ABORTED) {
    return;
  }
  if (error.code === ErrorCode.NOT_AUTHENTICATED) {
    const at = Math.floor(position.seconds);
    history.replaceState(null, '', withBasePath(`/watch?v=${fileId}${at ? `&t=${at}` : ''}`));
    redirectToSignIn(error);
  } else if (error.code === 'invalid_encryption_key' || error.fieldMessage('encryption_key')) {
    overlay.showKeyError(error.fieldMessage('encryption_key') || error.message);
  } else if (error.code === 'too_many_requests') {
    overlay.showKeyError(error.message, error.retryAfterSeconds);
  } else if (error.code === 'video_not_ready') {
    load();
  } else if (session && SESSION_ENDED_CODES.has(error.code)) {
    showKeyForm();
  } else if (error.temporary) {
    overlay.showRetrying(error.message);
    retries.schedule(() => retry({ quiet: true }));
  } else {
    overlay.showError(error.message);
  }
}

/**
 * Continues with the current session, or loads the video's state where there is none.
 *
 * @param {{quiet?: boolean}} [options] `quiet` when the page does so by itself
 */
async function retry({ quiet = false } = {}) {
  retries.stop();
  const current = session;
  if (!current) {
    await load({ quiet });
    return;
  }
  if (!quiet) {
    overlay.showLoading('Opening…');
  }
  await play((player) =>
    player.isLoaded ? player.retry() : player.start(current, position.seconds, position.wasPaused),
  );
}

/** Shows which transport the bytes use; the tests read the numbers of bytes. */
function showLink() {
  const link = playback?.link;
  if (link) {
    const bytes = link.bytesByLink;
    byId('stage').dataset.link = link.name;
    byId('stage').dataset.bytes = JSON.stringify(bytes);
    byId('link-words').textContent = LINK_LABELS[link.name];
    show(byId('link-fact'), Object.values(bytes).some((n) => n > 0));
  }
}

videoElement.addEventListener('timeupdate', showLink);
videoElement.addEventListener('loadeddata', showLink);
addEventListener('pagehide', () => {
  position.stopSaving();
  closed.abort();
  updates.close();
  retries.stop();
  playback?.link?.close();
  // The back/forward cache may show this page for a moment, which must not be a frame of the video.
  overlay.showLoading('Opening…');
  if (session) {
    // The session can still be used after a step back, after a reload or in another tab. If this
    // request is lost, the session expires.
    api.leaveStream(fileId, session.request_id).catch(() => {});
  }
});
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());

new PlaybackPreferences(() => localStorage).attach(videoElement);
revealSecrets(byId('unlock'));
load();
