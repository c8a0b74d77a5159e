set local role countersign_owner;
set local search_path = countersign;
alter table runs add column budget text, add column schedule_id text;
create table run_schedules (
  id text primary key, org_id text not null, suite_id text not null references suites (id), name text not null,
  state text not null check (state in ('active', 'paused')), cron text, time_zone text not null, jitter_seconds int not null,
  blackouts text[] not null default '{}', on_new_version boolean not null, prompt_label text, budget text,
  model_version_id text, api_key_ref text, judge_key_ref text,
  next_at timestamptz(3), last_at timestamptz(3), last_run_id text, last_problem text,
  created_by text not null, created_at timestamptz(3) not null default now(),
  unique (org_id, suite_id, name), check (cron is not null or on_new_version or prompt_label is not null));
create index on run_schedules (org_id, created_at desc, id desc);
create index on run_schedules (suite_id);
create index on run_schedules (org_id, prompt_label) where prompt_label is not null;
call govern('run_schedules');
reset role;
