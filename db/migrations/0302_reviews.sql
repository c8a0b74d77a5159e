set local role countersign_owner;
set local search_path = countersign;
create table review_queues (
  id text primary key, org_id text not null, name text not null, question text not null, labels text[] not null, overlap int not null check (overlap between 1 and 5),
  dataset_version_id text not null, run_id text references runs (id), answer text, ordinals int[] not null, seed text not null,
  state text not null check (state in ('open', 'closed')), result jsonb, result_digest text, closed_by text, closed_at timestamptz(3),
  created_by text not null, created_at timestamptz(3) not null default now(), unique (org_id, name));
create index on review_queues (org_id, created_at desc, id desc);
create table review_labels (
  org_id text not null, queue_id text not null references review_queues (id), ordinal int not null, person_id text not null, label text not null, note text,
  created_at timestamptz(3) not null default now(), primary key (queue_id, ordinal, person_id));
create table review_decisions (
  org_id text not null, queue_id text not null references review_queues (id), ordinal int not null, person_id text not null, label text not null, reason text not null,
  created_at timestamptz(3) not null default now(), primary key (queue_id, ordinal));
call govern('review_queues');
call govern_insert_only('review_labels');
call govern_insert_only('review_decisions');
reset role;
