import { withBasePath } from '../api/base-path.js';
import { isInWork, isPlayableEarly, isPreparedAgain } from '../api/video-state.js';
import { find } from './dom.js';
import { formatAge, formatBytes, formatDuration, formatQuality } from './format.js';

/** @import {CodedMessage, Video} from '../api/json.js' */

/**
 * The short form of a warning on a card; the video's own page shows the whole message.
 *
 * @type {Record<string, string>}
 */
const WARNING_LABELS = {
  ends_early: 'Ends early',
  damaged: 'Damaged in places',
  not_prepared_anew: 'Plays as before',
  not_tone_mapped: 'Colours may look pale',
  sound_skipped: 'A sound track is missing',
};

/** A video that waits for longer than this is not started: all processors are busy, or none runs. */
const LONG_WAIT_MS = 2 * 60_000;

/**
 * The texts of a video's card.
 *
 * @param {Video} video
 * @param {number} [now] milliseconds
 */
export function cardText(video, now = Date.now()) {
  const ready = video.status === 'processed';
  const watchable = ready || isPlayableEarly(video);
  const status = {
    uploaded: 'Waiting',
    processing: `Preparing ${video.progress} %`,
    processed: '',
    failed: isCancelled(video) ? 'Stopped' : 'Not playable',
  }[video.status];
  return {
    title: video.title,
    status: status ?? '',
    duration: watchable ? formatDuration(video.duration_seconds) : '',
    meta: [
      formatQuality(video.width, video.height),
      formatBytes(video.size),
      formatAge(video.created_at, now),
    ]
      .filter(Boolean)
      .join(' · '),
    watched: watchable ? watchedText(video) : '',
    note: ready ? (video.warnings ?? []).map(warningLabel).join(' · ') : '',
    state: {
      uploaded: now - Date.parse(video.created_at) > LONG_WAIT_MS
        ? 'Sealed, and waiting to be prepared. If that lasts, tell whoever runs this server.'
        : 'Sealed. It is prepared for playing in a moment.',
      processing: watchable ? 'Ready to watch, and still being prepared.' : '',
      processed: isPreparedAgain(video)
        ? `Being prepared again, ${video.reprocessing_progress} %`
        : '',
      failed: video.failure?.message ?? 'This video could not be prepared.',
    }[video.status] ?? '',
  };
}

/**
 * Whether the owner cancelled the processing, so that nothing is wrong with the video.
 *
 * @param {Video} video
 */
export function isCancelled(video) {
  return video.failure?.code === 'processing_cancelled';
}

/**
 * How far a video was watched, as `Watched to 0:42 of 1:05`; the text is empty for a video that
 * starts at its beginning.
 *
 * @param {Video} video
 */
function watchedText({ position_seconds: seconds, duration_seconds: duration }) {
  return seconds && duration
    ? `Watched to ${formatDuration(seconds)} of ${formatDuration(duration)}`
    : '';
}

/** @param {CodedMessage} warning */
function warningLabel({ code }) {
  return WARNING_LABELS[code] ?? 'Plays, with a note';
}

/**
 * Updates a card to a video's state. It sets only the texts that changed, since screen readers
 * announce each change.
 *
 * @param {HTMLElement} card
 * @param {Video} video
 */
export function updateCard(card, video) {
  const text = cardText(video);
  card.dataset.status = isCancelled(video) ? 'cancelled' : video.status;
  card.toggleAttribute('data-early', isPlayableEarly(video));
  card.dataset.video = String(video.file_id);
  card.style.setProperty('--hue', String(hueOf(video.file_id)));
  setText(card, '.card-link', text.title);
  setText(card, '.card-meta', text.meta);
  setText(card, '.card-state', text.state);
  setText(card, '.card-note-words', text.note);
  find(card, '.card-note').hidden = !text.note;
  setText(card, '.chip-status', text.status);
  setText(card, '.chip-duration', text.duration);
  find(card, '.card-link', 'a').href = withBasePath(`/watch?v=${video.file_id}`);
  find(card, '.card-delete').setAttribute('aria-label', `Delete ${video.title}`);
  find(card, '.card-delete').hidden = video.access !== 'owner';
  const reprocess = find(card, '.card-again');
  reprocess.hidden = video.status !== 'failed' || video.access !== 'owner';
  reprocess.setAttribute('aria-label', `Process again: ${video.title}`);
  const cancel = find(card, '.card-cancel');
  cancel.hidden = !isInWork(video) || video.access !== 'owner';
  cancel.setAttribute('aria-label', `Stop preparing ${video.title}`);
  const progress = find(card, '.thumb-progress', 'progress');
  progress.hidden = video.status !== 'processing';
  progress.value = video.progress;
  progress.setAttribute('aria-label', `Preparing ${video.title}`);
  const watched = find(card, '.thumb-watched', 'progress');
  // Both bars have the same place.
  watched.hidden = !text.watched || !progress.hidden;
  watched.max = video.duration_seconds || 1;
  watched.value = video.position_seconds ?? 0;
  watched.setAttribute('aria-label', text.watched);
}

/**
 * The hue of a locked video's placeholder, always the same for one id. Steps of the golden angle
 * make the hues of neighbours differ.
 *
 * @param {number} id
 */
export function hueOf(id) {
  return Math.round((id * 137.508) % 360);
}

/**
 * @param {HTMLElement} card
 * @param {string} selector
 * @param {string} text
 */
function setText(card, selector, text) {
  const element = find(card, selector);
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
