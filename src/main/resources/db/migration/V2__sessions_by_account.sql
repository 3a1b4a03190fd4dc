-- Sessions are counted by account before one more is opened.
create index stream_session_account on stream_session (account_id, expires_at);
