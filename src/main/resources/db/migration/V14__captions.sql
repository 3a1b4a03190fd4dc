-- Captions are media objects of the kind CAPTIONS: see Captions.
alter table media_object
  -- BCP 47, for instance pt-BR; unique among the captions of a video
  add column language varchar(35),
  -- what viewers choose them by; null for the name of the language
  add column label varchar(100);

-- Single objects of videos that were replaced or removed, until they are deleted from the storage.
create table object_deletion (
  object_id    uuid        primary key,
  -- no reference: the video may be deleted meanwhile
  video_id     bigint      not null,
  attempts     integer     not null default 0,
  next_try     timestamptz not null
);
create index object_deletion_next_try on object_deletion (next_try);
