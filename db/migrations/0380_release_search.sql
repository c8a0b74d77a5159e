set local role countersign_owner;
set local search_path = countersign;
-- A search reads the versions from the index alone, newest first, and stops when the page is full.
drop index releases_org_id_created_at_id_idx;
create index on releases (org_id, created_at desc, id desc) include (version);
reset role;
