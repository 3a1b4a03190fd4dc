-- A title of 100 characters, a number that distinguishes it from equal ones, and " (5.1)".
alter table media_object alter column label type varchar(128);
