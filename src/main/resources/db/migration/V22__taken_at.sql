-- When a processor last took a video; null before. Accounts whose videos were taken longest ago come first.
alter table video_file add column taken_at timestamptz;
create index video_file_taken on video_file (owner_id, taken_at) where taken_at is not null;
