set local role countersign_owner;
set local search_path = countersign;
create table judges (
  id text primary key, org_id text not null, name text not null, number int not null, kind text not null check (kind in ('rubric', 'g-eval', 'pairwise')),
  digest text not null, body text not null, model_version_id text, owner_id text not null,
  created_by text not null, created_at timestamptz(3) not null default now(), unique (org_id, name, number), unique (org_id, name, digest));
create index on judges (org_id, created_at desc, id desc);
create index on judges (org_id, digest);
create table judgings (
  id text primary key, org_id text not null, judge_id text not null references judges (id), judge_digest text not null,
  purpose text not null check (purpose in ('calibration', 'comparison')), dataset_version_id text not null, plan jsonb not null, key_ref text,
  state text not null check (state in ('queued', 'running', 'stopped', 'finished', 'failed')), state_reason text, slice int not null default 0,
  case_count int not null, done_count int not null default 0, result jsonb, result_digest text, expires_at timestamptz(3),
  created_by text not null, created_at timestamptz(3) not null default now(), started_at timestamptz(3), finished_at timestamptz(3));
create index on judgings (org_id, created_at desc, id desc);
create index on judgings (judge_id, created_at desc, id desc);
create index on judgings (org_id, judge_digest, finished_at desc) where purpose = 'calibration' and state = 'finished';
create table judge_verdicts (
  org_id text not null, judging_id text not null references judgings (id), ordinal int not null, case_id text not null, human text, verdict text,
  reason text, item jsonb, model text, primary key (judging_id, ordinal));
call govern_insert_only('judges');
call govern('judgings');
call govern_insert_only('judge_verdicts');
reset role;
