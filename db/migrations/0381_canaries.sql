set local role countersign_owner;
set local search_path = countersign;
alter table run_schedules
  add column canary boolean not null default false,
  add column reference_run_id text, add column noise_run_id text, add column alarm_run_id text;
alter table runs add column canary jsonb;
reset role;
