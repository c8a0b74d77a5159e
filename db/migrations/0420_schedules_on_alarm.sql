set local role countersign_owner;
set local search_path = countersign;
-- The canary whose alarm starts the schedule.
alter table run_schedules add column on_alarm_of text;
alter table run_schedules drop constraint run_schedules_check;
alter table run_schedules add constraint run_schedules_check
  check (cron is not null or on_new_version or prompt_label is not null or on_alarm_of is not null);
reset role;
