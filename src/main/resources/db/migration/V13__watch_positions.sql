-- Where accounts left off in videos: see WatchPositions. A video that was watched to its end has no row.
create table watch_position (
  account_id bigint           not null references account on delete cascade,
  video_id   bigint           not null references video_file on delete cascade,
  seconds    double precision not null check (seconds > 0),
  updated_at timestamptz      not null,
  primary key (account_id, video_id)
);
-- for the deletion of a video
create index watch_position_video on watch_position (video_id);
