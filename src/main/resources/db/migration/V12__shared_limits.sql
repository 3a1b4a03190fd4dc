-- How often something was done, for all instances: see SharedLimits and ADR 0742.
create table rate_limit (
  -- SHA-256 of the limit's name and of whose it is
  key     bytea       primary key,
  -- when all that was done has been worked off (GCRA's theoretical arrival time)
  full_at timestamptz not null
);
create index rate_limit_full on rate_limit (full_at);

-- Wrong passwords of a user name, from whichever addresses: see SharedLimits and ADR 0741.
create table sign_in_failures (
  -- SHA-256 of the user name, whether or not there is such an account
  name_hash     bytea       primary key,
  failures      integer     not null,
  blocked_until timestamptz not null,
  last_at       timestamptz not null
);
create index sign_in_failures_last on sign_in_failures (last_at);

-- Networks from which a user name was signed in, which aren't held up by the failures of others.
create table known_network (
  -- SHA-256 of the user name and the network
  hash    bytea       primary key,
  seen_at timestamptz not null
);
create index known_network_seen on known_network (seen_at);
