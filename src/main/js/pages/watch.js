import { Api } from '../api/api.js';
import { VideoUpdates, isUnfinished } from '../api/video-updates.js';
import { Playback } from '../player/playback.js';
import { ErrorCode, PlayerError } from '../errors/player-error.js';
import { ResumeStore } from '../player/resume-store.js';
import { Retries } from '../player/retries.js';
import { Stage } from '../player/stage.js';
import { byId, fromTemplate, show } from '../ui/dom.js';
import { formatAge, formatBytes, formatDuration, formatQuality } from '../ui/format.js';
import { ReprocessDialog } from '../ui/reprocess-dialog.js';
import { revealSecrets } from '../ui/secret-field.js';
import { reloadOnce, redirectToSignIn } from '../ui/sign-in.js';
import { hueOf } from '../ui/video-card.js';

/** What a stream that can't be gone on with is told by; the key opens a new one. */
const ENDED = new Set([ErrorCode.SESSION_ENDED, 'not_found']);

/** How far a video has to have moved before its place is remembered anew, in seconds. */
const STEP = 1;

/** What the server and not the file is to blame for. */
const BROKEN_OFF = new Set(['processing_interrupted', 'processing_lost', 'insufficient_storage']);

const LINK_WORDS = {
  websocket: 'Streaming over WebSocket',
  sse: 'Streaming over server-sent events',
  http: 'Streaming over HTTP',
};

const api = new Api();
const leave = new AbortController();
// Under way while the viewer types the key; what fails here is told, and tried again, when needed.
let library = loadLibrary();

const videoElement = byId('video');
const fileId = Number(byId('stage').dataset.video);
const resume = new ResumeStore(() => sessionStorage, document.body.dataset.account);
const retries = new Retries();
let playback = null;
let session = null;
/** Whether the video stands where the viewer left it: before that its place means nothing. */
let placed = false;
let opening = false;

const stage = new Stage({ onKey: open, onRetry: () => retry(), onAgain: () => reprocess.open(shown) });
const live = new VideoUpdates(api, showVideo, {
  onDeleted: () => begin(),
  // After a reload the server shows the page to whoever is signed in now, or the sign-in page.
  onSignedOut: () => reloadOnce(),
});
const reprocess = new ReprocessDialog(api, (video) => {
  showVideo(video);
  byId('main').focus(); // the button that had the focus is gone
});
let shown = null;

async function begin({ quiet = false } = {}) {
  byId('stage').style.setProperty('--hue', hueOf(fileId));
  if (!quiet) {
    stage.wait('Opening…');
  }
  try {
    const video = await api.video(fileId, leave.signal);
    retries.reset();
    showVideo(video);
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
    session = resume.session(fileId);
    if (session) {
      retry();
    } else {
      askForKey();
    }
  }
}

/** Before the first key, or once the stream has ended. */
function askForKey() {
  const at = formatDuration(place());
  if (session) {
    resume.forgetSession(fileId);
    stage.askForKey(
      at ? `Enter the key again to go on at ${at}` : 'Enter the key again',
      'Go on',
      'The stream has ended.',
    );
  } else {
    stage.askForKey(at ? `Enter the key to go on at ${at}` : 'Enter the key to watch', 'Watch');
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
  if (opening) {
    return;
  }
  opening = true;
  stage.openWith();
  try {
    session = await api.openStream(fileId, key, leave.signal);
    resume.keepSession(fileId, session);
  } catch (thrown) {
    tellKey(PlayerError.from(thrown));
    return;
  } finally {
    opening = false;
  }
  stage.wait('Starting…');
  await play(() => (playback.isLoaded ? playback.goOn(session) : playback.start(session, place())));
}

/** The key has opened nothing: the form stays, with the key in it. */
function tellKey(error) {
  if (error.code === ErrorCode.CONNECTION_LOST) {
    stage.refuseKey(`${error.message} Your key is still here.`);
  } else if (error.temporary) {
    stage.refuseKey(error.message, error.retryAfterSeconds);
  } else {
    tell(error);
  }
}

/** Raises the curtain once something plays, or says why nothing does. */
async function play(begins) {
  try {
    playback ??= await create();
    await begins();
  } catch (thrown) {
    tell(PlayerError.from(thrown, ErrorCode.PLAYBACK_FAILED));
    return;
  }
  retries.reset();
  placed = true;
  stage.play();
  playback.listenToKeys(true);
  videoElement.focus();
}

async function create() {
  const { default: shaka } = await library.catch(() => (library = loadLibrary()));
  return Playback.create(shaka, byId('player'), videoElement, {
    onTrouble: tell,
    onWaiting: (waiting, error) => stage.tellConnection(waiting, error),
  });
}

function loadLibrary() {
  const loading = import('shaka-player/dist/shaka-player.ui-es2021.js').catch((cause) => {
    throw new PlayerError(ErrorCode.CONNECTION_LOST, undefined, { cause });
  });
  loading.catch(() => {});
  return loading;
}

/** What is wrong, and what to do about it. */
function tell(error) {
  keepPlace();
  placed = false;
  playback?.pause();
  playback?.listenToKeys(false);
  if (error.code === ErrorCode.ABORTED) {
    return;
  }
  if (error.code === ErrorCode.NOT_AUTHENTICATED) {
    const at = Math.floor(place());
    history.replaceState(null, '', `/watch?v=${fileId}${at ? `&t=${at}` : ''}`);
    redirectToSignIn(error);
  } else if (error.code === 'invalid_encryption_key' || error.fieldMessage('encryption_key')) {
    stage.refuseKey(error.fieldMessage('encryption_key') || error.message);
  } else if (error.code === 'too_many_requests') {
    stage.refuseKey(error.message, error.retryAfterSeconds);
  } else if (error.code === 'video_not_ready') {
    begin();
  } else if (session && ENDED.has(error.code)) {
    askForKey();
  } else if (error.temporary) {
    stage.failForNow(error.message);
    retries.schedule(() => retry({ quiet: true }));
  } else {
    stage.fail(error.message);
  }
}

/** Goes on with the session that there is; `quiet` when nobody has asked for it. */
async function retry({ quiet = false } = {}) {
  retries.stop();
  if (!session) {
    await begin({ quiet });
    return;
  }
  if (!quiet) {
    stage.wait('Opening…');
  }
  const paused = resume.place(fileId)?.paused;
  await play(() =>
    playback.isLoaded ? playback.tryAgain() : playback.start(session, place(), paused),
  );
}

/** Where the video is, or where it is to start. */
function place() {
  if (playback?.isLoaded) {
    return videoElement.currentTime;
  }
  // `&t=90` starts at a minute and a half; whoever comes back goes on where they were.
  const wish = Number(new URLSearchParams(location.search).get('t')) || 0;
  const [arrival] = performance.getEntriesByType('navigation');
  const kept = resume.place(fileId)?.at;
  return arrival?.type === 'navigate' && wish ? wish : (kept ?? wish);
}

function keepPlace() {
  if (placed && playback.isLoaded) {
    const { currentTime: at, duration, paused, ended } = videoElement;
    resume.keepPlace(fileId, { at, duration, paused: paused && !ended });
  }
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
for (const event of ['timeupdate', 'seeked', 'play', 'pause']) {
  videoElement.addEventListener(event, () => {
    const kept = resume.place(fileId);
    const { currentTime, paused } = videoElement;
    if (!kept || kept.paused !== paused || Math.abs(kept.at - currentTime) >= STEP) {
      keepPlace();
    }
  });
}
addEventListener('pagehide', () => {
  keepPlace();
  placed = false;
  leave.abort();
  live.close();
  retries.stop();
  playback?.link?.close();
  stage.wait('Opening…'); // what the back/forward cache shows for a moment is no picture
  if (session) {
    // Back, a reload and another tab may go on with it. If this gets lost, the session expires.
    api.leaveStream(fileId, session.request_id).catch(() => {});
  }
});
addEventListener('pageshow', ({ persisted }) => persisted && location.reload());

revealSecrets(byId('unlock'));
begin();
