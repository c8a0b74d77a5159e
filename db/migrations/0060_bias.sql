set local role countersign_owner;
set local search_path = countersign;
create table studies (
  id text primary key, org_id text not null, name text not null, number int not null, digest text not null, body text not null,
  dataset_version_id text not null, owner_id text not null, created_by text not null, created_at timestamptz(3) not null default now(),
  unique (org_id, name, number), unique (org_id, name, digest));
create index on studies (org_id, created_at desc, id desc);
create table study_results (
  id text primary key, org_id text not null, study_id text not null references studies (id), study_digest text not null,
  subjects text[] not null default '{}', model_version_id text, state text not null check (state in ('queued', 'finished', 'failed')), state_reason text,
  verdict text check (verdict in ('pass', 'fail', 'not_enough_evidence')), result jsonb, result_digest text,
  created_by text not null, created_at timestamptz(3) not null default now(), finished_at timestamptz);
create index on study_results (org_id, study_digest, finished_at desc);
create index on study_results (study_id, created_at desc, id desc);
call govern_insert_only('studies');
call govern('study_results');
reset role;
