set local role countersign_owner;
set local search_path = countersign;
create table notifications (
  id text primary key, org_id text not null, person_id text not null, task text not null, level text not null,
  kind text not null, title text not null, place text not null, due_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(), read_at timestamptz(3),
  unique (org_id, person_id, task, level));
create index on notifications (org_id, person_id, created_at desc);
call govern('notifications');
reset role;
