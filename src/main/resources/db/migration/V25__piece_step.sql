-- The pieces of the pictures of videos in work, each encoded by any processor. Unlike other steps, a piece that is made
-- stays until the job of the video has ended, so that a repeated attempt takes it.
create table piece_step (
  step_id        uuid             primary key,
  video_id       bigint           not null references video_file (id) on delete cascade,
  -- how all pictures of the rendition are encoded; a piece of another plan is of no use
  width          integer          not null check (width > 0),
  height         integer          not null check (height > 0),
  -- a whole number or a fraction, for instance 30000/1001
  frame_rate     varchar(64)      not null,
  -- time in seconds on the clock of the source that is 0 in the video
  origin         double precision not null,
  -- of the rendition, and until the end of the last picture of the source, in seconds
  length         double precision not null,
  picture_length double precision not null,
  piece_number   integer          not null check (piece_number >= 0),
  from_seconds   integer          not null check (from_seconds >= 0),
  -- null for the last one
  to_seconds     integer          check (to_seconds > from_seconds),
  -- the encrypted object of a piece that is made
  object_id      uuid,
  size_bytes     bigint           check (size_bytes >= 0),
  iv             bytea,
  -- whether it can't be made
  failed         boolean          not null default false,
  created_at     timestamptz      not null,
  worker         varchar(128),
  lease_until    timestamptz,
  attempts       integer          not null default 0,
  not_before     timestamptz,
  unique (video_id, piece_number),
  check ((object_id is null) = (size_bytes is null) and (object_id is null) = (iv is null))
);
