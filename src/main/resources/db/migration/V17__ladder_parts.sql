-- A smaller rendition is made in parts, each of which is a step. Steps of the version before make all segments at once.
alter table ladder_step
  add column part_number   integer not null default 0 check (part_number >= 0),
  add column first_segment integer not null default 0 check (first_segment >= 0),
  add column segment_count integer check (segment_count > 0),
  -- of the initialization segment that all parts of a rendition share, as soon as one of them is made
  add column init_digest   varchar(64),
  drop constraint ladder_step_video_id_height_key,
  add constraint ladder_step_part unique (video_id, height, part_number);
