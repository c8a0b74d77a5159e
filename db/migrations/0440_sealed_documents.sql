set local role countersign_owner;
set local search_path = countersign;
-- What a document says, apart from how it is drawn: kept, so that the very same content can be sealed later.
alter table exports add column content_sha256 text check (content_sha256 ~ '^[0-9a-f]{64}$');
alter table exports add column missing_count int check (missing_count >= 0);
-- A sealed file names the draft whose content it holds; who sealed it and when are its maker and its time.
alter table exports add column sealed_from text references exports (id);
alter table exports add column seal_reason text;
alter table exports add check ((sealed_from is null) = (seal_reason is null));
create index on exports (org_id, sha256);
create index on exports (org_id, system_id, created_at desc) where sealed_from is not null;
create unique index on exports (sealed_from, format) where sealed_from is not null and state <> 'failed';
reset role;
