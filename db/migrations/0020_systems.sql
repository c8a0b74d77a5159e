set local role countersign_owner;
set local search_path = countersign;
create table systems (
  id text primary key, org_id text not null, name text not null, purpose text not null, owner_id text not null,
  stage text not null, created_by text not null, created_at timestamptz(3) not null default now(), updated_at timestamptz not null default now(),
  unique (org_id, name));
create index on systems (org_id, created_at desc, id desc);
call govern('systems');
reset role;
