-- A rendition that is larger than the default one is a step, too: it is made of no segment of that, but of the source.
alter table ladder_step
  drop constraint ladder_step_segment_count_check,
  add constraint ladder_step_segment_count_check check (segment_count >= 0);
