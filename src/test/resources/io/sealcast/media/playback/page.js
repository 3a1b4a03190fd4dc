import { SHAKA_CONFIG } from '/js/player/playback.js';
import { findBeeps } from '/beeps.js';

const CODE_BITS = 17;
const CELL = 8;
const WIDTH = CODE_BITS * CELL;
const HEIGHT = 72;
/** Seconds of the device that the player's clock may stand still. */
const STALL = 0.3;

const video = document.getElementById('video');
const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
const pixels = canvas.getContext('2d', { willReadFrequently: true });

let player;
let audio;
let failure = null;
let sound = [];
let recording = false;

const fail = (what) => {
  failure ??= String(what).slice(0, 300);
};

function mediaError() {
  const { code, message } = video.error;
  return `media error ${code}: ${message}`;
}

function shakaError(error) {
  return video.error ? mediaError() : `Shaka ${error.code} ${JSON.stringify(error.data ?? [])}`;
}

video.addEventListener('error', () => fail(mediaError()));

/** What is seen now: the frame's own time if it carries one, and how bright and colourful it is. */
function look() {
  pixels.drawImage(video, 0, 0, WIDTH, HEIGHT);
  const { data } = pixels.getImageData(0, 0, WIDTH, HEIGHT);
  const luma = (x, y) => {
    const at = 4 * (y * WIDTH + x);
    return 0.2126 * data[at] + 0.7152 * data[at + 1] + 0.0722 * data[at + 2];
  };
  let code = 0;
  for (let bit = 0; bit < CODE_BITS; bit++) {
    const x = bit * CELL + CELL / 2;
    const difference = luma(x, 62) - luma(x, 69);
    if (Math.abs(difference) < 40) {
      code = null;
      break;
    }
    code += difference > 0 ? 2 ** bit : 0;
  }
  const bright = luma(WIDTH / 2, 12) + luma(WIDTH / 4, 24);
  let sum = 0;
  const mean = [0, 0, 0];
  let squares = 0;
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const l = luma(x, y);
      sum += l;
      squares += l * l;
      const at = 4 * (y * WIDTH + x);
      mean[0] += data[at];
      mean[1] += data[at + 1];
      mean[2] += data[at + 2];
    }
  }
  const count = WIDTH * HEIGHT;
  return {
    sourceTime: code === null ? null : code / 1000,
    flash: bright > 2 * 150,
    mean: mean.map((m) => Math.round(m / count)),
    deviation: Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2)),
  };
}

/** Resolves with the condition's value once it is true, or with null after a time. */
async function until(condition, limit) {
  const end = performance.now() + limit;
  for (;;) {
    const value = condition();
    if (value || failure || performance.now() > end) {
      return value || null;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Loads as the product does, and looks at the picture that a viewer sees before playing. */
async function load(manifest, limit) {
  audio = new AudioContext({ sampleRate: 48000 });
  await audio.audioWorklet.addModule('/recorder.js');
  const recorder = new AudioWorkletNode(audio, 'recorder', {
    numberOfOutputs: 1,
    outputChannelCount: [1],
  });
  recorder.port.onmessage = ({ data }) => recording && sound.push(data);
  audio.createMediaElementSource(video).connect(recorder).connect(audio.destination);
  await audio.resume();

  shaka.polyfill.installAll();
  player = new shaka.Player();
  await player.attach(video);
  player.configure(SHAKA_CONFIG);
  player.addEventListener('error', ({ detail }) => {
    if (detail.severity === shaka.util.Error.Severity.CRITICAL) {
      fail(shakaError(detail));
    }
  });
  try {
    await Promise.race([
      player.load(manifest),
      new Promise((_, reject) => setTimeout(() => reject(new Error('never loaded')), limit)),
    ]);
  } catch (thrown) {
    fail(thrown.code ? shakaError(thrown) : thrown.message);
    return { error: failure };
  }
  await until(() => video.readyState >= 2, limit);
  return {
    error: failure ?? (video.readyState < 2 ? 'no first picture' : null),
    duration: video.duration,
    width: video.videoWidth,
    height: video.videoHeight,
    seekRange: [player.seekRange().start, player.seekRange().end],
    first: video.readyState >= 2 ? look() : null,
  };
}

/**
 * Plays from the beginning to the end, or for some seconds.
 *
 * @param {{rate: number, listen: boolean, read: boolean, limit: number}} how `limit` in milliseconds
 */
async function playThrough({ rate, listen, read, limit }) {
  const frames = [];
  const clock = [];
  const stalls = [];
  let over = false;
  let deviceTime = 0;
  let position = 0;
  sound = [];
  recording = listen;
  video.playbackRate = rate;

  const shown = (_, { mediaTime }) => {
    const { sourceTime, flash } = read ? look() : {};
    frames.push([mediaTime, sourceTime ?? null, flash ?? false]);
    if (!over) {
      video.requestVideoFrameCallback(shown);
    }
  };
  video.requestVideoFrameCallback(shown);

  const started = performance.now();
  const ticking = setInterval(() => {
    const { currentTime } = video;
    const device = audio.currentTime;
    if (listen && currentTime > 0 && !video.paused) {
      clock.push([device, currentTime]);
    }
    // measured on the device's clock: a busy machine makes this late, which is no stall
    if (currentTime !== position) {
      const lost = device - deviceTime - (currentTime - position) / rate;
      if (position > 0 && lost > STALL) {
        stalls.push([currentTime, Math.round(lost * 1000)]);
      }
      position = currentTime;
      deviceTime = device;
    }
  }, 10);
  try {
    await video.play();
  } catch (thrown) {
    fail(thrown.message);
  }
  await until(() => video.ended, limit);
  const ended = video.ended;
  const seconds = (performance.now() - started) / 1000;
  const reached = video.currentTime;
  clearInterval(ticking);
  // what the device has played by now may still be on its way here
  await new Promise((resolve) => setTimeout(resolve, 150));
  over = true;
  recording = false;
  const quality = video.getVideoPlaybackQuality();
  const result = {
    error: failure,
    ended,
    seconds,
    reached,
    stalls,
    frames,
    clock,
    beeps: listen ? findBeeps(sound, audio.sampleRate) : [],
    dropped: quality.droppedVideoFrames,
    total: quality.totalVideoFrames,
    buffered: Array.from({ length: video.buffered.length }, (_, i) => [
      video.buffered.start(i),
      video.buffered.end(i),
    ]),
  };
  video.pause();
  video.playbackRate = 1;
  sound = [];
  return result;
}

/** Loads once more and buffers little, so that seeks go to where nothing is buffered yet. */
async function reload(manifest, limit) {
  player.configure({ streaming: { bufferingGoal: 1, bufferBehind: 1 } });
  try {
    await player.load(manifest);
  } catch (thrown) {
    fail(thrown.code ? shakaError(thrown) : thrown.message);
  }
  await until(() => video.readyState >= 2, limit);
  return { error: failure };
}

/** Seeks, and plays on for a moment: some pictures can be decoded but not those that follow. */
async function seek(to, limit) {
  const before = performance.now();
  let shown = null;
  let seeked = false;
  video.addEventListener('seeked', () => (seeked = true), { once: true });
  video.requestVideoFrameCallback((_, { mediaTime }) => (shown = mediaTime));
  video.currentTime = to;
  await until(() => seeked && shown !== null && video.readyState >= 2, limit);
  const millis = Math.round(performance.now() - before);
  const seen = shown === null ? null : look();
  let goesOn = false;
  if (!failure && seeked) {
    const at = video.currentTime;
    await video.play().catch((thrown) => fail(thrown.message));
    goesOn = await until(() => video.ended || video.currentTime > at + 0.25, limit);
    video.pause();
  }
  return {
    to,
    millis,
    error: failure,
    mediaTime: shown,
    sourceTime: seen?.sourceTime ?? null,
    ok: !failure && seeked && shown !== null && Boolean(goesOn),
  };
}

window.measure = { load, playThrough, reload, seek };
