set local role countersign_owner;
set local search_path = countersign;
alter table runs add column baseline jsonb;
reset role;
