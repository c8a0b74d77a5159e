set local role countersign_owner;
set local search_path = countersign;
create table facts (
  org_id text not null, system_id text not null references systems (id), fact text not null, answer jsonb not null,
  answered_by text not null, at timestamptz not null, primary key (system_id, fact));
create table evidence (
  id text primary key, org_id text not null, type text not null, title text not null,
  given_as text not null check (given_as in ('file', 'link', 'statement')),
  binding_kind text not null check (binding_kind in ('release', 'system', 'environment', 'vendor', 'org')), binding_id text not null,
  system_id text references systems (id), sha256 text, size_bytes bigint, file_name text, media_type text, url text, statement text,
  revision int not null, supersedes text unique references evidence (id), state text not null check (state in ('valid', 'revoked')),
  valid_until timestamptz, created_by text not null, created_at timestamptz(3) not null default now(),
  check ((given_as = 'file') = (file_name is not null)), check ((given_as = 'link') = (url is not null)),
  check ((given_as = 'statement') = (statement is not null)));
create index on evidence (org_id, created_at desc, id desc);
create index on evidence (org_id, system_id);
create table control_assessments (
  id text primary key, org_id text not null, framework text not null, control_id text not null,
  binding_kind text not null check (binding_kind in ('release', 'system', 'environment', 'vendor', 'org')), binding_id text not null,
  system_id text not null, environment text, disposition text not null, owner_role text not null, reason text not null,
  evidence_ids text[] not null, by_person text not null, created_at timestamptz(3) not null default now());
create index on control_assessments (org_id, system_id, control_id, created_at desc);
create index on control_assessments (org_id, created_at desc, id desc);
call govern('facts');
call govern('evidence');
call govern_insert_only('control_assessments');
reset role;
