set local role countersign_owner;
set local search_path = countersign;
create table suites (
  id text primary key, org_id text not null, name text not null, description text not null default '', owner_id text not null,
  created_by text not null, created_at timestamptz(3) not null default now(), unique (org_id, name));
create index on suites (org_id, created_at desc, id desc);
create table suite_versions (
  id text primary key, org_id text not null, suite_id text not null references suites (id), number int not null, digest text not null,
  body text not null, dataset_version_id text not null, prompt_version_id text, created_by text not null, created_at timestamptz(3) not null default now(),
  unique (suite_id, number), unique (suite_id, digest));
create index on suite_versions (org_id, digest);
create table runs (
  id text primary key, org_id text not null, suite_id text not null references suites (id), suite_version_id text not null references suite_versions (id),
  suite_digest text not null, dataset_version_id text not null, prompt_version_id text, model_version_id text,
  subjects text[] not null default '{}', source text not null check (source in ('live', 'recorded')), target jsonb, recorded_sha256 text, recorded_index_sha256 text,
  state text not null check (state in ('queued', 'running', 'stopping', 'stopped', 'finished', 'failed')), state_reason text,
  slice int not null default 0, case_count int not null, repeats int not null default 1, done_count int not null default 0, error_count int not null default 0, cost text,
  verdict text check (verdict in ('pass', 'fail', 'not_enough_evidence')), summary jsonb, result_digest text,
  created_by text not null, created_at timestamptz(3) not null default now(), started_at timestamptz, finished_at timestamptz);
create index on runs (org_id, created_at desc, id desc);
create index on runs (org_id, suite_digest, finished_at desc);
create index on runs (suite_id, created_at desc, id desc);
create table run_results (
  org_id text not null, run_id text not null references runs (id), ordinal int not null, repeat int not null default 0, case_id text not null,
  state text not null check (state in ('passed', 'failed', 'scored', 'inconclusive', 'errored')), output text, measures jsonb not null default '{}', usage jsonb, cost text, latency_ms double precision, model text,
  attempts int not null default 1, failure jsonb, finished_at timestamptz not null default clock_timestamp(), primary key (run_id, ordinal, repeat));
create index on run_results (run_id, state, ordinal, repeat);
call govern('suites');
call govern_insert_only('suite_versions');
call govern('runs');
call govern_insert_only('run_results');
reset role;
