-- The sound tracks of processed videos that are still to be made of their sources beside the first one, each by any
-- processor. The key of the video's job (job_key) is kept until there are neither these nor steps of the ladder.
create table sound_step (
  step_id     uuid             primary key,
  video_id    bigint           not null references video_file (id) on delete cascade,
  -- index in the source
  stream      integer          not null check (stream >= 0),
  channels    integer          not null check (channels > 0),
  -- what viewers choose it by
  label       varchar(128)     not null,
  -- time in seconds on the clock of the source that is 0 in the video
  origin      double precision not null,
  -- whether the clock of the source jumps
  joined      boolean          not null,
  created_at  timestamptz      not null,
  worker      varchar(128),
  lease_until timestamptz,
  attempts    integer          not null default 0,
  not_before  timestamptz,
  unique (video_id, stream, channels)
);
-- of a track of sound alone; null for other objects
alter table media_object add column channels integer check (channels > 0);
