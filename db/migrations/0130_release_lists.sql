set local role countersign_owner;
set local search_path = countersign;
-- Lists of one system's releases, or of those in one state, stay fast beside a hundred thousand others.
create index on releases (org_id, system_id, created_at desc, id desc);
create index on releases (org_id, state, created_at desc, id desc);
reset role;
