set local role countersign_owner;
set local search_path = countersign;
create table environments (
  org_id text not null, name text not null, stage text not null check (stage in ('development', 'staging', 'production')),
  created_by text not null, created_at timestamptz not null default now(), primary key (org_id, name));
create table gate_policies (
  org_id text not null, digest text not null, environment text not null, version int not null, body bytea not null,
  active_from timestamptz not null default clock_timestamp(), created_by text not null, primary key (org_id, environment, version));
create index on gate_policies (org_id, digest);
create table gate_decisions (
  id text primary key, org_id text not null, system_id text, environment text not null, release_digest text, decision text not null,
  reasons jsonb not null, policy_digest text, bundle jsonb not null, dry_run boolean not null default false,
  evaluated_at timestamptz not null, valid_until timestamptz not null, context jsonb not null, created_by text not null);
create index on gate_decisions (org_id, evaluated_at desc, id desc);
call govern('environments');
call govern_insert_only('gate_policies');
call govern_insert_only('gate_decisions');
reset role;
