/** Hands on all sound that is played, mixed to one channel, with the frame it begins at. */
class Recorder extends AudioWorkletProcessor {
  #samples = new Float32Array(4800);
  #filled = 0;

  process([input]) {
    const length = 128;
    if (this.#filled === 0) {
      this.start = currentFrame;
    }
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (const channel of input) {
        sum += channel[i];
      }
      this.#samples[this.#filled + i] = sum;
    }
    this.#filled += length;
    if (this.#filled + length > this.#samples.length) {
      this.port.postMessage({ frame: this.start, samples: this.#samples.slice(0, this.#filled) });
      this.#filled = 0;
    }
    return true;
  }
}

registerProcessor('recorder', Recorder);
