-- Videos that were deleted, until nothing is left of them in the storage. The row of the video is gone by then, so
-- that nothing refers to it.
create table deletion (
  video_id     bigint      primary key,
  owner_id     bigint      not null,
  -- of the job that hadn't ended, whose secret is to be erased
  job_id       varchar(36),
  requested_at timestamptz not null,
  -- passes so far
  attempts     integer     not null default 0,
  next_try     timestamptz not null
);
create index deletion_next_try on deletion (next_try);
