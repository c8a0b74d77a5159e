set local role countersign_owner;
set local search_path = countersign;
alter table exports drop constraint exports_kind_check;
alter table exports add constraint exports_kind_check
  check (kind in ('bundle', 'report', 'events-csv', 'events-jsonl', 'oscal', 'document'));
alter table exports add column format text;
reset role;
