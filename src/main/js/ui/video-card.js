import { formatAge, formatBytes, formatDuration, formatQuality } from './format.js';

/** What a card says of a warning; the video's own page says more. */
const NOTES = {
  ends_early: 'Ends early',
  damaged: 'Damaged in places',
  not_tone_mapped: 'Colours may look pale',
};

/**
 * What a card says about a video.
 *
 * @param {object} video the video JSON of the API
 * @param {number} [now]
 */
export function cardWords(video, now = Date.now()) {
  const ready = video.status === 'processed';
  const status = {
    uploaded: 'Waiting',
    processing: `Preparing ${video.progress} %`,
    processed: '',
    failed: 'Not playable',
  }[video.status];
  return {
    title: video.title,
    status: status ?? '',
    duration: ready ? formatDuration(video.duration_seconds) : '',
    meta: [
      formatQuality(video.width, video.height),
      formatBytes(video.size),
      formatAge(video.created_at, now),
    ]
      .filter(Boolean)
      .join(' · '),
    note: ready ? (video.warnings ?? []).map(noteOf).join(' · ') : '',
    state: {
      uploaded: waitsLong(video, now)
        ? 'Sealed, and waiting to be prepared. If that lasts, tell whoever runs this server.'
        : 'Sealed. It is prepared for playing in a moment.',
      processing: '',
      processed: '',
      failed: video.failure?.message ?? 'This video could not be prepared.',
    }[video.status] ?? '',
  };
}

/** Longer than a free processor takes to begin: all are busy, or there is none. */
function waitsLong(video, now) {
  return now - new Date(video.created_at) > 2 * 60_000;
}

function noteOf({ code }) {
  return NOTES[code] ?? 'Plays, with a note';
}

/** Puts a video's words into its card, and only what changed: screen readers hear each change. */
export function dressCard(card, video) {
  const words = cardWords(video);
  card.dataset.status = video.status;
  card.dataset.video = video.file_id;
  card.style.setProperty('--hue', hueOf(video.file_id));
  set(card, '.card-link', words.title);
  set(card, '.card-meta', words.meta);
  set(card, '.card-state', words.state);
  set(card, '.card-note-words', words.note);
  card.querySelector('.card-note').hidden = !words.note;
  set(card, '.chip-status', words.status);
  set(card, '.chip-duration', words.duration);
  card.querySelector('.card-link').href = `/watch?v=${video.file_id}`;
  card.querySelector('.card-delete').setAttribute('aria-label', `Delete ${video.title}`);
  card.querySelector('.card-delete').hidden = video.access !== 'owner';
  const again = card.querySelector('.card-again');
  again.hidden = video.status !== 'failed' || video.access !== 'owner';
  again.setAttribute('aria-label', `Process again: ${video.title}`);
  const progress = card.querySelector('.thumb-progress');
  progress.hidden = video.status !== 'processing';
  progress.value = video.progress;
  progress.setAttribute('aria-label', `Preparing ${video.title}`);
}

/** A colour of its own for each locked video, the same each time; golden angle apart. */
export function hueOf(id) {
  return Math.round((id * 137.508) % 360);
}

function set(card, selector, text) {
  const element = card.querySelector(selector);
  if (element.textContent !== text) {
    element.textContent = text;
  }
}
