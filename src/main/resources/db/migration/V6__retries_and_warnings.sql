-- Before then nobody takes the video: its last attempt broke off a moment ago.
alter table video_file add column not_before timestamptz;
-- What the owner should know although the video plays, as JSON: see VideoWarningsConverter.
alter table video_file add column warnings text;
