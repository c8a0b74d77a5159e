set local role countersign_owner;
set local search_path = countersign;
create table exports (
  id text primary key, org_id text not null, kind text not null check (kind in ('bundle', 'report', 'events-csv', 'events-jsonl')),
  system_id text, release_id text, release_digest text, release_name text, environment text,
  state text not null check (state in ('queued', 'ready', 'failed')), state_reason text,
  file_name text, sha256 text, size_bytes bigint, manifest_sha256 text,
  created_by text not null, created_at timestamptz(3) not null default clock_timestamp(), finished_at timestamptz,
  check ((state = 'ready') = (sha256 is not null)));
create index on exports (org_id, created_at desc, id desc);
call govern('exports');
reset role;
