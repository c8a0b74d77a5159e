set local role countersign_owner;
set local search_path = countersign;
-- Evidence as a filled-in form, which checks can read.
alter table evidence drop constraint evidence_given_as_check;
alter table evidence add constraint evidence_given_as_check check (given_as in ('file', 'link', 'statement', 'record'));
alter table evidence add column record jsonb;
alter table evidence add constraint evidence_record_check check ((given_as = 'record') = (record is not null));
create index on evidence (org_id, valid_until) where valid_until is not null;
-- What a second person says about an item; the newest counts.
create table evidence_reviews (
  id text primary key, org_id text not null, evidence_id text not null references evidence (id), system_id text references systems (id),
  decision text not null check (decision in ('accepted', 'rejected')), reason text not null,
  by_person text not null, created_at timestamptz(3) not null default now());
create index on evidence_reviews (org_id, evidence_id, created_at desc);
-- That the answers about a system still hold, with the class that followed from them then.
create table fact_confirmations (
  id text primary key, org_id text not null, system_id text not null references systems (id),
  ai_act_class text, hipaa_status text, reason text not null, by_person text not null, created_at timestamptz(3) not null default now());
create index on fact_confirmations (org_id, system_id, created_at desc);
-- What the detectors found in the rows of a dataset version: how often, never what.
create table dataset_scans (
  id text primary key, org_id text not null, dataset_version_id text not null references dataset_versions (id),
  row_count int not null, findings jsonb not null, created_by text not null, created_at timestamptz(3) not null default now());
create index on dataset_scans (org_id, dataset_version_id, created_at desc);
call govern_insert_only('evidence_reviews');
call govern_insert_only('fact_confirmations');
call govern_insert_only('dataset_scans');
reset role;
