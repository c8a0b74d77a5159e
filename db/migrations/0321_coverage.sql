set local role countersign_owner;
set local search_path = countersign;
create table coverage_records (
  id text primary key, org_id text not null, system_id text not null references systems (id), framework text not null,
  release_id text references releases (id), environment text not null, pack text not null,
  applicable integer not null, met integer not null, blocking integer not null, by_status jsonb not null, gaps jsonb not null,
  recorded_at timestamptz(3) not null);
create index on coverage_records (org_id, system_id, framework, recorded_at desc);
create table coverage_rounds (
  id text primary key, org_id text not null, up_to text not null, systems integer not null, changed integer not null,
  recorded_at timestamptz(3) not null);
create index on coverage_rounds (org_id, recorded_at desc);
call govern_insert_only('coverage_records');
call govern_insert_only('coverage_rounds');
reset role;
