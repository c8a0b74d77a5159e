set local role countersign_owner;
set local search_path = countersign;
create table framework_packs (
  id text primary key, org_id text not null, framework text not null, revision int not null check (revision > 0),
  title text not null, nature text not null check (nature in ('law', 'framework', 'standard')), version text not null,
  as_of date not null, law_status text not null, digest text not null, controls jsonb not null, source text not null,
  created_by text not null, created_at timestamptz(3) not null default clock_timestamp(),
  unique (org_id, framework, revision));
create index on framework_packs (org_id, digest);
create table framework_choices (
  org_id text not null, framework text not null, system_id text not null, enabled boolean not null,
  chosen_by text not null, at timestamptz not null, primary key (org_id, framework, system_id));
call govern_insert_only('framework_packs');
call govern('framework_choices');
reset role;
