set local role countersign_owner;
set local search_path = countersign;
-- What a dataset version, or the answers of a recorded run, were taken from; null when somebody brought them as they are.
alter table dataset_versions add column origin jsonb;
alter table runs add column origin jsonb;
reset role;
