import { KeyDialog } from './key-dialog.js';

/**
 * @import {Api} from '../api/api.js'
 * @import {Video} from '../api/json.js'
 */

/** The refusal of a video whose processing was started elsewhere, for instance in another tab. */
const ALREADY_STARTED = 'video_busy';

/** The dialog that asks for the key of a video and starts its processing again. */
export class ReprocessDialog {
  #dialog;

  /**
   * @param {Pick<Api, 'reprocess' | 'video'>} api
   * @param {(video: Video) => void} onStarted called with the video's new state
   */
  constructor(api, onStarted) {
    this.#dialog = new KeyDialog('reprocess', {
      busyLabel: 'Starting…',
      send: ({ file_id: id }, key, signal) => api.reprocess(id, key, signal),
      onDone: onStarted,
      isDone: async ({ code }, { file_id: id }) =>
        code === ALREADY_STARTED ? api.video(id, new AbortController().signal) : null,
    });
  }

  /**
   * Opens the dialog for a video.
   *
   * @param {Video} video
   */
  open(video) {
    this.#dialog.open(video);
  }
}
