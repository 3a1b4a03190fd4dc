-- The public keys of processors that run. A web instance seals the keys of its sessions for them; the MAC, under the
-- service key, tells an instance's announcement from what somebody else wrote here.
create table instance_key (
  instance_id text primary key,
  public_key bytea not null,
  expires_at timestamptz not null,
  mac bytea not null
);
