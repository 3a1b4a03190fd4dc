-- A rendition is stored as a sequence of parts, each of which holds some whole segments. Rows of kind RENDITION are those
-- of earlier versions, which stored it as one object.
alter table media_object
  -- name of the rendition to which the part belongs
  add column part_of     varchar(64),
  add column part_number integer check (part_number >= 0),
  add constraint media_object_part check ((kind = 'PART') = (part_of is not null and part_number is not null)),
  add constraint media_object_part_once unique (video_id, part_of, part_number);
