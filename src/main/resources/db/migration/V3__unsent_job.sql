-- Jobs that the broker doesn't have yet: an upload needs none, and its job outlives the instance.
create table unsent_job (
  video_id        bigint      primary key references video_file on delete cascade,
  job_id          varchar(36) not null,
  expires_at      timestamptz not null,
  -- as in video-processing: sealed under a key made from the service key and the job's id
  sealed_data_key bytea       not null,
  created_at      timestamptz not null
);
