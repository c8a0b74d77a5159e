set local role countersign_owner;
set local search_path = countersign;
create table releases (
  id text primary key, org_id text not null, system_id text not null references systems (id), version text not null, summary text not null,
  state text not null check (state in ('draft', 'frozen', 'submitted', 'withdrawn')),
  digest text, parts jsonb not null, authors text[] not null default '{}', submitted_at_us bigint, requested_by text,
  created_by text not null, created_at timestamptz(3) not null default now(), updated_at timestamptz(3) not null default now(),
  unique (org_id, system_id, version));
create index on releases (org_id, created_at desc, id desc);
create index on releases (org_id, digest);
create table release_manifests (
  org_id text not null, digest text not null, release_id text not null, system_id text not null, body bytea not null,
  created_at timestamptz not null default clock_timestamp(), primary key (org_id, digest));
create index on release_manifests (org_id, release_id);
call govern('releases');
call govern_insert_only('release_manifests');
reset role;
