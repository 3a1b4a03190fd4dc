/** The JSON of the REST API, as far as the pages read it. */

/** One video: what `GET /api/videos/{file_id}` answers. */
export interface Video {
  file_id: number;
  title: string;
  filename: string;
  /** Bytes. */
  size: number;
  status: 'uploaded' | 'processing' | 'processed' | 'failed';
  /** Per cent. */
  progress: number;
  failure: CodedMessage | null;
  /** Whether it can be watched, as a whole or as far as it is prepared. */
  playable?: boolean;
  /** How much can be watched; null when nothing. It shrinks when preparing starts anew. */
  prepared_seconds?: number | null;
  /** Per cent, of a processed video that is being prepared again; else null. */
  reprocessing_progress?: number | null;
  duration_seconds: number | null;
  width: number | null;
  height: number | null;
  /** Where the account left off. */
  position_seconds: number | null;
  access: 'owner' | 'viewer';
  /** RFC 3339. */
  created_at: string;
  warnings?: CodedMessage[];
  /** The default one first; empty before it is made. */
  renditions?: Rendition[];
  captions?: Captions[];
  /** The object of WebVTT with the pictures for the seek bar; null for a video without any. */
  storyboard?: string | null;
  /** The object of WebVTT with the chapters; null for a video without any. */
  chapters?: string | null;
}

/** A file of a video in one size. */
export interface Rendition {
  object: string;
  width: number | null;
  height: number | null;
}

/** Captions of a video in one language. */
export interface Captions {
  /** BCP 47. */
  language: string;
  /** What viewers choose them by. */
  label: string;
  object: string;
}

export interface CodedMessage {
  code: string;
  message: string;
}

/** One page of the library: what `GET /api/videos` answers. */
export interface VideoPage {
  items: Video[];
  total: number;
  /** The cursor of the next page; null on the last page. */
  next: string | null;
}

/** A stream session: what `POST /api/stream/{file_id}` answers. */
export interface StreamSession {
  file_id: number;
  request_id: string;
  websocket_url: string;
  events_url: string;
  media_url: string;
  manifest_url: string;
  dash_url: string;
}
