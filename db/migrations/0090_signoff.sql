set local role countersign_owner;
set local search_path = countersign;
create table esign_nonces (
  nonce text primary key, org_id text not null, person_id text not null, release_id text not null, draft bytea not null, dossier bytea not null, reason text, conditions text,
  expires_at timestamptz not null, used_at timestamptz);
create table signoffs (
  org_id text not null, release_digest text not null, dossier_digest text not null, environment text not null, person_id text not null,
  release_id text not null, role text not null, meaning text not null, reason text not null, conditions text, statement bytea not null, method text not null,
  signature bytea not null, key_id text not null, signed_at_us bigint not null, valid_until_us bigint not null, event_id uuid not null unique,
  primary key (org_id, release_digest, dossier_digest, environment, person_id));
create table signoff_withdrawals (
  org_id text not null, signoff_event uuid primary key references signoffs (event_id), reason text not null, withdrawn_at_us bigint not null);
create table dossiers (
  org_id text not null, digest text not null, release_digest text not null, environment text not null, body bytea not null,
  created_at timestamptz not null default clock_timestamp(), primary key (org_id, digest));
create index on dossiers (org_id, release_digest, environment);
call govern_insert_only('dossiers');
call tenant_table('esign_nonces');
call govern_insert_only('signoffs');
call govern_insert_only('signoff_withdrawals');
reset role;
