-- The key of each job that hasn't ended: records in video-processing name the job only.
create table job_key (
  video_id        bigint      primary key references video_file on delete cascade,
  job_id          varchar(36) not null,
  expires_at      timestamptz not null,
  -- sealed under a key made from the service key and the job's secret in the storage, which is erased when the job ends
  sealed_data_key bytea       not null,
  created_at      timestamptz not null
);
-- Jobs that versions before have left here are sent with their sealed keys; new ones have none.
alter table unsent_job alter column sealed_data_key drop not null;
