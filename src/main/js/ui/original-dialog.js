import { KeyDialog } from './key-dialog.js';

/**
 * @import {Api} from '../api/api.js'
 * @import {Video} from '../api/json.js'
 */

/** The dialog that asks for the key of a video that doesn't play, and downloads the uploaded file. */
export class OriginalDialog {
  #dialog;

  /**
   * @param {Pick<Api, 'openOriginal'>} api
   * @param {(url: string) => void} download starts the download
   */
  constructor(api, download) {
    this.#dialog = new KeyDialog('original', {
      busyLabel: 'Opening…',
      send: ({ file_id: id }, key, signal) => api.openOriginal(id, key, signal),
      onlyWhileOpen: true,
      onDone: ({ original_url: url }) => download(url),
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
