-- Somebody who proves who they are in another way has an account all the same.
alter table account alter column password_hash drop not null;
