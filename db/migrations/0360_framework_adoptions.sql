set local role countersign_owner;
set local search_path = countersign;
-- Versions of packs: those that the product shipped are kept beside the organisation's own, so that a release is judged
-- by the very controls that it was frozen with, whatever the product ships later.
alter table framework_packs add column origin text not null default 'own' check (origin in ('own', 'shipped'));
-- Which version is in use; the one with the largest number counts. What was adopted before can be taken back.
create table framework_adoptions (
  id text primary key, org_id text not null, framework text not null, number int not null check (number > 0),
  revision int not null, version text not null, digest text not null,
  kind text not null check (kind in ('first', 'adopted', 'rolled_back')), reason text not null,
  created_by text not null, created_at timestamptz(3) not null default clock_timestamp(),
  unique (org_id, framework, number), foreign key (org_id, framework, revision) references framework_packs (org_id, framework, revision));
call govern_insert_only('framework_adoptions');
-- What the control asked when it was assessed; null in rows from before versions were told apart.
alter table control_assessments add column asked text check (asked ~ '^sha256:[0-9a-f]{64}$');
reset role;
