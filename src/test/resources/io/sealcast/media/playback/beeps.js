/** Parts of a second over which loudness is taken. */
const HOP = 0.001;
/** A tone is as long at least, and as much silence is before it, in seconds. */
const SHORTEST = 0.03;
const SILENCE = 0.15;

/**
 * Finds short tones.
 *
 * @param {{frame: number, samples: Float32Array}[]} parts without gaps
 * @param {number} rate samples in a second
 * @returns {number[][]} for each its beginning in seconds of the device, and its hertz
 */
export function findBeeps(parts, rate) {
  if (parts.length === 0) {
    return [];
  }
  const first = parts[0].frame;
  const last = parts[parts.length - 1];
  const samples = new Float32Array(last.frame + last.samples.length - first);
  for (const part of parts) {
    samples.set(part.samples, part.frame - first);
  }
  const hop = Math.round(rate * HOP);
  const loudness = new Float32Array(Math.floor(samples.length / hop));
  for (let i = 0; i < loudness.length; i++) {
    let sum = 0;
    for (let k = i * hop; k < (i + 1) * hop; k++) {
      sum += samples[k] * samples[k];
    }
    loudness[i] = Math.sqrt(sum / hop);
  }
  // a tone's period is longer than a hop: the loudest of some neighbours is steady
  const envelope = loudness.map((_, i) => Math.max(...loudness.subarray(Math.max(0, i - 1), i + 2)));
  const sorted = Float32Array.from(envelope).sort();
  // a tone may be all that there is; a click is no tone
  const loudest = sorted[Math.max(0, sorted.length - 1 - SHORTEST / HOP)];
  if (!(loudest > 0.005)) {
    return [];
  }
  const threshold = loudest * 0.3;
  const beeps = [];
  let quietSince = 0;
  for (let i = 0; i < envelope.length; i++) {
    if (envelope[i] < threshold) {
      continue;
    }
    const from = i;
    while (i < envelope.length && envelope[i] >= threshold) {
      i++;
    }
    const isAlone = from - quietSince >= SILENCE / HOP || beeps.length === 0;
    if (isAlone && i - from >= SHORTEST / HOP) {
      beeps.push([(first + onset(samples, from * hop, hop, threshold)) / rate,
        pitch(samples, (from + 8) * hop, Math.min((i - 8) * hop, samples.length), rate)]);
    }
    quietSince = i;
  }
  return beeps;
}

/** The first loud sample near one. */
function onset(samples, near, hop, threshold) {
  for (let k = Math.max(0, near - hop); k < Math.min(samples.length, near + 4 * hop); k++) {
    if (Math.abs(samples[k]) >= threshold) {
      return k;
    }
  }
  return near;
}

/** Hertz, from upward crossings of zero, each placed between its two samples. */
function pitch(samples, from, to, rate) {
  const crossings = [];
  for (let k = from + 1; k < to; k++) {
    if (samples[k - 1] < 0 && samples[k] >= 0) {
      crossings.push(k - samples[k] / (samples[k] - samples[k - 1]));
    }
  }
  return crossings.length < 2
    ? 0
    : ((crossings.length - 1) * rate) / (crossings[crossings.length - 1] - crossings[0]);
}
