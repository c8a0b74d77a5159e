set local role countersign_owner;
set local search_path = countersign;
create table models (
  id text primary key, org_id text not null, name text not null, intended_use text not null, licence text not null, owner_id text not null,
  created_by text not null, created_at timestamptz(3) not null default now(), updated_at timestamptz not null default now(),
  unique (org_id, name));
create index on models (org_id, created_at desc, id desc);
create table model_versions (
  id text primary key, org_id text not null, model_id text not null references models (id), version text not null, source jsonb not null,
  digest text check (digest ~ '^sha256:[0-9a-f]{64}$'), identity_digest text not null check (identity_digest ~ '^sha256:[0-9a-f]{64}$'),
  card text not null, card_digest text check (card_digest ~ '^sha256:[0-9a-f]{64}$'),
  created_by text not null, created_at timestamptz(3) not null default now(), unique (model_id, version),
  check ((digest is null) = (source ->> 'kind' = 'hosted')));
create index on model_versions (model_id, created_at desc, id desc);
create index on model_versions (org_id, identity_digest);
create index on model_versions (org_id, digest);
create table datasets (
  id text primary key, org_id text not null, name text not null, kind text not null check (kind in ('cases', 'table')), description text not null,
  licence text not null, legal_basis text not null, personal_data text not null, is_synthetic boolean not null, owner_id text not null,
  created_by text not null, created_at timestamptz(3) not null default now(), updated_at timestamptz not null default now(),
  unique (org_id, name));
create index on datasets (org_id, created_at desc, id desc);
create table dataset_versions (
  id text primary key, org_id text not null, dataset_id text not null references datasets (id), number int not null check (number > 0),
  digest text not null check (digest ~ '^sha256:[0-9a-f]{64}$'), format text not null, row_count int not null check (row_count > 0),
  columns jsonb not null, file_sha256 text not null, file_bytes bigint not null, rows_sha256 text not null, rows_bytes bigint not null,
  index_sha256 text not null, message text not null, created_by text not null, created_at timestamptz(3) not null default now(),
  unique (dataset_id, number), unique (dataset_id, digest));
create index on dataset_versions (org_id, digest);
call govern('models');
call govern_insert_only('model_versions');
call govern('datasets');
call govern_insert_only('dataset_versions');
reset role;
