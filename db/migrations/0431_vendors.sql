set local role countersign_owner;
set local search_path = countersign;
-- Third parties that receive data or supply a model. changed_at: when something changed that makes their papers doubtful.
create table vendors (
  id text primary key, org_id text not null, name text not null, roles text[] not null, country text not null check (country ~ '^[A-Z]{2}$'),
  services text not null, contact text not null, contract text not null, state text not null check (state in ('active', 'ended')),
  changed_at timestamptz(3), ended_at timestamptz(3), created_by text not null, created_at timestamptz(3) not null default clock_timestamp(),
  updated_at timestamptz(3) not null default clock_timestamp());
create unique index on vendors (org_id, lower(name)) where state = 'active';
create index on vendors (org_id, created_at desc, id desc);
-- Which system uses which vendor, and for which of its models. Kept when it ends: what was inherited is then stale.
create table vendor_uses (
  org_id text not null, system_id text not null references systems (id), vendor_id text not null references vendors (id),
  receives_data boolean not null, purpose text not null, model_ids text[] not null, since timestamptz(3) not null,
  changed_at timestamptz(3) not null, ended_at timestamptz(3), set_by text not null, primary key (system_id, vendor_id));
create index on vendor_uses (org_id, vendor_id);
call govern('vendors');
call govern('vendor_uses');
reset role;
