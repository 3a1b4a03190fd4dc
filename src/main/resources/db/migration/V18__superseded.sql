-- A processed video that is prepared anew is played as before until that is done. These are the objects of before.
alter table media_object add column superseded boolean not null default false;
-- until the key of the job is erased
alter table video_file add column reprocessing boolean not null default false;
