set local role countersign_owner;
set local search_path = countersign;
-- Who last said that an answer still holds; null = nobody since it was given.
alter table facts add column confirmed_at timestamptz, add column confirmed_by text,
  add check ((confirmed_at is null) = (confirmed_by is null));
-- Answers that something made doubtful. They count until counts_until, then as unanswered, until somebody confirms or
-- changes them; then the row goes. A later change of the same kind does not give more time.
create table facts_to_confirm (
  org_id text not null, system_id text not null references systems (id), fact text not null, trigger text not null,
  about text not null, why text not null, fired_at timestamptz not null, asked_at timestamptz not null,
  counts_until timestamptz not null, primary key (system_id, fact, trigger));
create index on facts_to_confirm (org_id, counts_until);
call govern('facts_to_confirm');
reset role;
