-- When the page of a session was left. Unless somebody comes back, the session ends some minutes later.
alter table stream_session add column left_at timestamptz;
create index stream_session_left on stream_session (left_at) where left_at is not null;
