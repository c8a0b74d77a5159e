set local role countersign_owner;
set local search_path = countersign;
-- The next version of an own framework while people write it: one at a time. `version` counts its changes, so that nobody
-- writes over what somebody else has changed meanwhile.
create table framework_drafts (
  id text primary key, org_id text not null, framework text not null, version int not null check (version > 0),
  base int, head jsonb not null, controls jsonb not null,
  created_by text not null, created_at timestamptz(3) not null default clock_timestamp(),
  updated_by text not null, updated_at timestamptz(3) not null default clock_timestamp(),
  unique (org_id, framework));
call govern('framework_drafts');
reset role;
