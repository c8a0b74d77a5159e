set local role countersign_owner;
set local search_path = countersign;
alter table control_assessments add column until timestamptz(3);
create table control_plans (
  org_id text not null, system_id text not null, control_id text not null, owner_id text, due_at timestamptz(3),
  set_by text not null, set_at timestamptz(3) not null, primary key (org_id, system_id, control_id));
create index on control_plans (org_id, owner_id);
call govern('control_plans');
reset role;
