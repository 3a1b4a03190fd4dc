-- What videos are found by: title and file name, folded by the application, which writes it at its next start for
-- the videos that are there. Compared byte by byte, whatever the locale of the database.
alter table video_file add column search_key text collate "C";
-- The title that search_key was made of: another than the title tells that the key is to be made anew.
alter table video_file add column search_title text;
create index video_file_unfolded on video_file (id) where search_title is distinct from title;

-- The application counts characters. A database that was set up without an encoding would count bytes here.
alter table video_file alter column title type text;
alter table video_file alter column filename type text;
alter table account alter column username type text;
alter table account alter column username_key type text;
