set local role countersign_owner;
set local search_path = countersign;
-- The provider's own id of an answer, where it gave one.
alter table run_results add column response_id text;
reset role;
