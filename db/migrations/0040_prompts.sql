set local role countersign_owner;
set local search_path = countersign;
create table prompts (
  id text primary key, org_id text not null, name text not null, description text not null, owner_id text not null,
  created_by text not null, created_at timestamptz(3) not null default now(), updated_at timestamptz not null default now(),
  unique (org_id, name));
create index on prompts (org_id, created_at desc, id desc);
create table prompt_versions (
  id text primary key, org_id text not null, prompt_id text not null references prompts (id), number int not null check (number > 0),
  digest text not null check (digest ~ '^sha256:[0-9a-f]{64}$'), body text not null, message text not null,
  created_by text not null, created_at timestamptz(3) not null default now(),
  unique (prompt_id, number), unique (prompt_id, digest));
create index on prompt_versions (org_id, digest);
create table prompt_labels (
  org_id text not null, prompt_id text not null references prompts (id), label text not null,
  version_id text not null references prompt_versions (id), moved_by text not null, moved_at timestamptz not null default now(),
  primary key (prompt_id, label));
call govern('prompts');
call govern_insert_only('prompt_versions');
call govern('prompt_labels');
reset role;
