set local role countersign_owner;
set local search_path = countersign;
create table findings (
  id text primary key, org_id text not null, system_id text not null references systems (id), release_id text references releases (id),
  title text not null, description text not null, severity text not null check (severity in ('low', 'medium', 'high', 'critical')),
  state text not null check (state in ('open', 'remediated', 'accepted', 'closed')), owner_id text not null, due_at timestamptz(3),
  remediation text, remediated_by text, remediated_at timestamptz(3), resolution text, resolved_by text, resolved_at timestamptz(3), accepted_until timestamptz(3),
  created_by text not null, created_at timestamptz(3) not null default now());
create index on findings (org_id, created_at desc, id desc);
create index on findings (system_id) where state <> 'closed';
create table incidents (
  id text primary key, org_id text not null, system_id text not null references systems (id), title text not null, description text not null,
  severity text not null check (severity in ('low', 'medium', 'high', 'critical')), state text not null check (state in ('open', 'closed')),
  owner_id text not null, occurred_at timestamptz(3), aware_at timestamptz(3) not null, stops_releases boolean not null, circumstances jsonb not null,
  resolution text, closed_by text, closed_at timestamptz(3),
  created_by text not null, created_at timestamptz(3) not null default now());
create index on incidents (org_id, created_at desc, id desc);
create index on incidents (system_id) where state = 'open';
create table incident_notices (
  id text primary key, org_id text not null, incident_id text not null references incidents (id), clock text not null, made_at timestamptz(3), note text not null,
  created_by text not null, created_at timestamptz(3) not null default now());
create index on incident_notices (incident_id, created_at);
call govern('findings');
call govern('incidents');
call govern_insert_only('incident_notices');
reset role;
