-- Average number of pictures in a second of a rendition or a part; null when unknown, as in those of earlier versions.
alter table media_object add column frame_rate double precision check (frame_rate > 0);
