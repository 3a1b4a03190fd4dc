import { Api } from '../api/api.js';
import { withBasePath } from '../api/base-path.js';
import { VideoUpdates } from '../api/video-updates.js';
import { isInWork, isPlayableEarly, isUnfinished } from '../api/video-state.js';
import { BufferingStatus } from '../player/buffering-status.js';
import { EarlyPlayback } from '../player/early-playback.js';
import { LinkStatus } from '../player/link-status.js';
import { Playback } from '../player/playback.js';
import { PlaybackPosition } from '../player/playback-position.js';
import { PlaybackPreferences } from '../player/playback-preferences.js';
import { PlayerOverlay } from '../player/player-overlay.js';
import { growingOf } from '../player/prepared.js';
import { PreparationStatus } from '../player/preparation-status.js';
import { RenditionUpdates } from '../player/rendition-updates.js';
import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { ResumeStore } from '../player/resume-store.js';
import { RetryScheduler } from '../player/retry-scheduler.js';
import { ServerPosition } from '../player/server-position.js';
import { ShakaLoader } from '../player/shaka-loader.js';
import { byId } from '../ui/dom.js';
import { CancelDialog } from '../ui/cancel-dialog.js';
import { failureText } from '../ui/failure-text.js';
import { OriginalDialog } from '../ui/original-dialog.js';
import { showOriginalLink } from '../ui/original-link.js';
import { CaptionsEditor } from '../ui/captions-editor.js';
import { keyFormText } from '../ui/key-form-text.js';
import { KeysDialog } from '../ui/keys-dialog.js';
import { ReprocessDialog } from '../ui/reprocess-dialog.js';
import { revealSecrets } from '../ui/secret-field.js';
import { redirectToSignIn, reloadOnce } from '../ui/sign-in.js';
import { hueOf } from '../ui/video-card.js';
import { showDetails } from '../ui/video-details.js';

/**
 * @import {StreamSession, Video} from '../api/json.js'
 * @import {StartPosition} from '../player/early-playback.js'
 */

/** The errors of a stream session that has ended; the key opens a new one. */
const SESSION_ENDED_CODES = new Set([ErrorCode.SESSION_ENDED, 'not_found']);

const LOST_TEXT =
  'The server does not have this part of the video any more. It may have been prepared again.';

const api = new Api();
const closed = new AbortController();
const shakaLoader = new ShakaLoader(() => import('shaka-player/dist/shaka-player.ui-es2021.js'));

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
const buffering = new BufferingStatus(videoElement, overlay, showFailure);
const early = new EarlyPlayback(overlay, {
  position: () => ({
    at: position.seconds,
    paused: isPlaying() ? videoElement.paused : position.wasPaused,
  }),
  onStop: stopPlayback,
  onStart: playFrom,
});
const renditions = new RenditionUpdates(videoElement, {
  player: () => (session && isPlaying() && overlay.isHidden ? playback : null),
  reload: reloadRenditions,
});
const linkStatus = new LinkStatus(() => playback?.link ?? null);
const preparation = new PreparationStatus({
  onCancel: () => currentVideo && cancel.open(currentVideo),
  onReprocess: () => currentVideo && reprocess.open(currentVideo),
});
const updates = new VideoUpdates(api, showVideo, {
  finished: true,
  onDeleted: () => load(),
  // After a reload the server shows the page to whoever is signed in now, or the sign-in page.
  onSignedOut: () => {
    if (isPlaying()) {
      putPositionInAddress();
    }
    reloadOnce();
  },
});
const reprocess = new ReprocessDialog(api, showAfterDialog);
const cancel = new CancelDialog(api, showAfterDialog);
// The answer is an attachment, so the page stays.
const original = new OriginalDialog(api, (url) => location.assign(url));
const keys = new KeysDialog();
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
  const wasUnfinished = currentVideo !== null && isUnfinished(currentVideo);
  currentVideo = video;
  serverPosition.seconds = video.position_seconds;
  showDetails(video);
  showCaptionsEditor();
  updates.follow(video);
  if (!isInWork(video)) {
    cancel.closeFor(video.file_id);
  }
  preparation.update(video);
  showState(video);
  buffering.update(video);
  if (wasUnfinished && video.status === 'processed' && isPlaying() && session) {
    // Without them the video plays on. After a reload of the page they are there.
    playback?.addTracks(video).catch(() => {});
  }
  renditions.update(video);
}

/** @param {Video} video */
function showAfterDialog(video) {
  showVideo(video);
  byId('main').focus(); // The button that had the focus is hidden now.
}

/**
 * Shows on the overlay what the video's state means for the viewer, and plays what can be played.
 *
 * @param {Video} video
 */
function showState(video) {
  if (video.status === 'failed') {
    handleFailure(video);
  } else if (early.update(video, session !== null)) {
    return;
  } else if (overlay.isKeyFormShown) {
    overlay.setKeyReason(keyFormText(video, position.seconds, session !== null).reason);
  } else if (!session) {
    session = resumeStore.session(fileId);
    if (session) {
      retry();
    } else {
      showKeyForm();
    }
  }
}

/**
 * Lets what is playing of a failed video play on, or shows why the video can't be played.
 *
 * @param {Video} video
 */
function handleFailure(video) {
  if (isPlaying() && overlay.isHidden) {
    preparation.showStopped(video);
  } else {
    showFailure(video);
  }
}

/** @param {Video} video */
function showFailure(video) {
  preparation.update(video);
  early.stop();
  if (session) {
    stopPlayback();
    resumeStore.removeSession(fileId);
    session = null;
    showDownload();
  }
  const { heading, reason, recommended } = failureText(video);
  overlay.showUnplayable(heading, reason, { canReprocess: video.access === 'owner', recommended });
}

/** Stops the playback for good: what the player has loaded isn't valid any more. */
function stopPlayback() {
  buffering.stop();
  retries.stop();
  position.stopSaving();
  playback?.setKeyboardControls(false);
  const hadFocus = byId('player').contains(document.activeElement);
  playback?.unload().catch(() => {}); // The player is loaded anew before it is used again.
  if (hadFocus) {
    byId('main').focus(); // The overlay covers the player now.
  }
}

/**
 * Plays a video again whose preparation had started anew.
 *
 * @param {StartPosition} start
 */
function playFrom({ at, paused }) {
  const current = session;
  if (current) {
    overlay.showLoading('Starting…');
    play((player) => player.start(current, at, paused));
  }
}

/**
 * Ends the playback of a video that is being prepared when its session has ended: the player itself
 * would request the manifest for ever.
 *
 * @param {PlayerError} error
 */
function handleUpdateError(error) {
  const hasEnded =
    SESSION_ENDED_CODES.has(error.code) || error.code === ErrorCode.NOT_AUTHENTICATED;
  if (hasEnded && currentVideo?.status === 'failed') {
    showFailure(currentVideo); // The player would request the manifest for ever.
  } else if (hasEnded && overlay.isHidden) {
    handleError(error);
  }
}

/** Shows the captions of the video where the owner may change them. */
function showCaptionsEditor() {
  const canChange = currentVideo && !isInWork(currentVideo) && isPlaying();
  captionsEditor.update(currentVideo, canChange ? session : null);
}

/** Asks for the key, at first or after the stream has ended. */
function showKeyForm() {
  showOriginalLink(null); // the address names the ended session
  captionsEditor.update(currentVideo, null); // and so do new captions
  if (session) {
    resumeStore.removeSession(fileId);
  }
  const { heading, button, reason } = keyFormText(currentVideo, position.seconds, session !== null);
  overlay.showKeyForm(heading, button, reason);
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

/** Loads the video again at its position, since it has other renditions now. */
async function reloadRenditions() {
  const current = session;
  if (current) {
    position.stopSaving();
    await play((player) => player.reload(current), { keepsFocus: true });
  }
}

/** Offers the uploaded file to the owner while a stream session is open. */
function showDownload() {
  const isOwner = currentVideo?.access === 'owner';
  showOriginalLink(isOwner && session ? api.originalUrl(fileId, session.request_id) : null);
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
  showCaptionsEditor();
  overlay.hide();
  buffering.refresh();
  player.setKeyboardControls(true);
  if (!keepsFocus) {
    videoElement.focus();
  }
}

async function createPlayback() {
  return Playback.create(await shakaLoader.shaka(), byId('player'), videoElement, {
    onError: handlePlaybackError,
    onWaiting: (waiting, error) => overlay.showConnection(waiting, error),
    onBuffering: setBuffering,
    onUpdateError: handleUpdateError,
    onManifestUpdate: () => renditions.look(),
    growing: () => currentVideo && growingOf(currentVideo),
    onKeysHelp: () => keys.open(),
    video: () => /** @type {Video} */ (currentVideo), // It is known before it is played.
  });
}

/** @param {boolean} isBuffering whether the picture has stopped until the next part is there */
function setBuffering(isBuffering) {
  buffering.setBuffering(isBuffering);
  renditions.setBuffering(isBuffering);
}

/**
 * Handles an error of the player. A part that can't be found is one of a rendition that the server
 * has replaced.
 *
 * @param {PlayerError} error
 */
function handlePlaybackError(error) {
  if (error.code !== 'not_found') {
    handleError(error);
  } else if (!session || !renditions.recover()) {
    stopPlayback();
    overlay.showError(LOST_TEXT);
  }
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
  if (session && currentVideo?.status === 'failed') {
    showFailure(currentVideo);
  } else if (error.code === ErrorCode.NOT_AUTHENTICATED) {
    putPositionInAddress();
    redirectToSignIn(error);
  } else if (error.code === 'invalid_encryption_key' || error.fieldMessage('encryption_key')) {
    overlay.showKeyError(error.fieldMessage('encryption_key') || error.message);
  } else if (error.code === 'too_many_requests') {
    overlay.showKeyError(error.message, error.retryAfterSeconds);
  } else if (error.code === 'video_not_ready') {
    handleNotReady();
  } else if (session && SESSION_ENDED_CODES.has(error.code)) {
    showKeyForm();
  } else if (error.temporary) {
    overlay.showRetrying(error.message);
    retries.schedule(() => retry({ quiet: true }));
  } else {
    overlay.showError(error.message);
  }
}

/** Whoever comes back to this address by the sign-in goes on at the position. */
function putPositionInAddress() {
  const at = Math.floor(position.seconds);
  history.replaceState(null, '', withBasePath(`/watch?v=${fileId}${at ? `&t=${at}` : ''}`));
}

/** Shows the state of a video that could not be played yet, and tries again where it can be. */
async function handleNotReady() {
  await load();
  const isPlayable =
    currentVideo && (isPlayableEarly(currentVideo) || currentVideo.status === 'processed');
  if (session && !early.isWaiting && isPlayable) {
    retries.schedule(() => retry({ quiet: true }));
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

// Shaka reports that it waits for a part by `buffering`, but not in every presentation.
videoElement.addEventListener('waiting', () => setBuffering(true));
for (const type of ['playing', 'canplay']) {
  videoElement.addEventListener(type, () => setBuffering(false));
}
videoElement.addEventListener('timeupdate', () => linkStatus.update());
videoElement.addEventListener('loadeddata', () => linkStatus.update());
addEventListener('pagehide', () => {
  position.stopSaving();
  closed.abort();
  updates.close();
  buffering.stop();
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
