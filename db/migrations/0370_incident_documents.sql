set local role countersign_owner;
set local search_path = countersign;
alter table exports add column incident_id text;
reset role;
