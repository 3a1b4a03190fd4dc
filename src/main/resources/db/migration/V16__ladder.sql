-- The smaller renditions that are still to be made of processed videos, each by any processor. The key of the video's
-- job (job_key) is kept until there are none.
create table ladder_step (
  step_id     uuid        primary key,
  video_id    bigint      not null references video_file (id) on delete cascade,
  width       integer     not null check (width > 0),
  height      integer     not null check (height > 0),
  created_at  timestamptz not null,
  worker      varchar(128),
  lease_until timestamptz,
  attempts    integer     not null default 0,
  not_before  timestamptz,
  unique (video_id, height)
);
