-- Smaller renditions of another codec than H.264, beside those of H.264 of the same size.
alter table ladder_step
  add column codec varchar(16) not null default 'h264',
  drop constraint ladder_step_part,
  add constraint ladder_step_part unique (video_id, height, codec, part_number);
