set local role countersign_owner;
set local search_path = countersign;
alter table runs add column uses_cache boolean not null default false;
alter table runs add column cached_count int not null default 0;
alter table run_results add column cached boolean not null default false;
alter table run_results add column request_key text;
create index run_results_request_key on run_results (org_id, request_key, finished_at desc)
  where request_key is not null and not cached;
reset role;
