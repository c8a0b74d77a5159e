-- The audit log: exact canonical bytes, projected columns, the queue of the integrator, the tree, and the commit lock.
do $$ declare r text; begin
  foreach r in array array['countersign_owner', 'countersign_app', 'countersign_sequencer', 'countersign_auditor'] loop
    begin execute format('create role %I nologin', r); exception when duplicate_object or unique_violation then null; end;
    if not pg_has_role(current_user, r, 'member') then execute format('grant %I to current_user', r); end if;
  end loop;
end $$;
create schema if not exists countersign authorization countersign_owner;
grant create on schema countersign to countersign_owner;
set local role countersign_owner;
set local search_path = countersign;

create table migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default clock_timestamp());

create table audit_events (
  id bigint generated always as identity primary key,
  org_id text not null, event_id uuid not null, type text not null, entity text, entity_seq bigint, at_us bigint not null,
  actor_id text, op text,
  recorded_at timestamptz not null default clock_timestamp(), leaf_hash bytea not null,
  body bytea not null check (octet_length(body) between 2 and 65535),
  unique (org_id, event_id), unique (org_id, entity, entity_seq));
create index on audit_events (org_id, id desc);
create index on audit_events (org_id, entity, id desc);
create table audit_pending (event_id bigint primary key, org_id text not null, txid xid8 not null default pg_current_xact_id(), leaf_hash bytea not null);
create index on audit_pending (txid);
create index on audit_pending (org_id, event_id);
create table logs (id int generated always as identity primary key, org_id text not null, epoch int not null, origin text not null unique, closed_size bigint, unique (org_id, epoch));
create table audit_leaves (log_id int, leaf_index bigint, event_id bigint not null unique, leaf_hash bytea not null, primary key (log_id, leaf_index));
create table audit_tiles (log_id int, level smallint, idx bigint, hashes bytea not null, primary key (log_id, level, idx),
  check (octet_length(hashes) % 32 = 0 and octet_length(hashes) between 32 and 8192));
create table audit_trees (log_id int primary key, size bigint not null, frontier bytea not null);
create table audit_checkpoints (log_id int, size bigint, root bytea not null, note text not null, signed_at timestamptz default clock_timestamp(), primary key (log_id, size));

create function project() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
declare j jsonb := convert_from(new.body, 'UTF8')::jsonb; now_us bigint := (extract(epoch from clock_timestamp()) * 1e6)::bigint; begin
  new.org_id := j->>'org'; new.event_id := (j->>'id')::uuid; new.type := j->>'type'; new.at_us := (j->>'at_us')::bigint;
  new.entity := j->'entity'->>'ref'; new.entity_seq := (j->'entity'->>'seq')::bigint;
  new.actor_id := j->'actor'->>'id'; new.op := j->'action'->>'op';
  new.recorded_at := clock_timestamp(); new.leaf_hash := sha256('\x00'::bytea || new.body);
  if abs(new.at_us - now_us) > 5000000 then raise exception 'event clock skew' using errcode = '22008'; end if; return new; end $$;
create function enqueue() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin insert into countersign.audit_pending (event_id, org_id, leaf_hash) values (new.id, new.org_id, new.leaf_hash); return null; end $$;
create function require_audit_event() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin if not exists (select 1 from countersign.audit_pending where txid = pg_current_xact_id() and org_id = coalesce(new.org_id, old.org_id)) then
  raise exception 'unaudited change to %', tg_table_name using errcode = 'AU001'; end if; return null; end $$;
create function deny() returns trigger language plpgsql as $$ begin raise exception 'append-only: % on %', tg_op, tg_table_name using errcode = '42501'; end $$;
create function tile_grow() returns trigger language plpgsql as $$ begin
  if (new.log_id, new.level, new.idx) is distinct from (old.log_id, old.level, old.idx) or octet_length(new.hashes) <= octet_length(old.hashes)
     or substring(new.hashes from 1 for octet_length(old.hashes)) <> old.hashes then raise exception 'a tile may only grow' using errcode = '42501'; end if; return new; end $$;

create trigger t10_project before insert on audit_events for each row execute function project();
create trigger t90_enqueue after insert on audit_events for each row execute function enqueue();
create trigger grow before update on audit_tiles for each row execute function tile_grow();
create trigger no_delete before delete on audit_tiles for each row execute function deny();
do $$ declare t text; begin foreach t in array array['audit_events', 'audit_leaves', 'audit_checkpoints', 'audit_tiles'] loop
  if t <> 'audit_tiles' then execute format('create trigger no_change before update or delete on %I for each row execute function deny()', t); end if;
  execute format('create trigger no_truncate before truncate on %I for each statement execute function deny()', t);
  execute (select string_agg(format('alter table %I enable always trigger %I', t, tgname), ';')
           from pg_trigger where tgrelid = t::regclass and not tgisinternal); end loop; end $$;

alter table audit_events enable row level security;
alter table logs enable row level security;
create policy own_org on audit_events using (org_id = current_setting('countersign.org', true)) with check (org_id = current_setting('countersign.org', true));
create policy own_org on logs to countersign_app, countersign_auditor using (org_id = current_setting('countersign.org', true));
create policy every_log on logs to countersign_sequencer using (true) with check (true);
grant usage on schema countersign to countersign_app, countersign_sequencer, countersign_auditor;
grant select on logs, audit_leaves, audit_tiles, audit_checkpoints, audit_trees to countersign_app;
grant select, insert (body) on audit_events to countersign_app;
grant select, delete on audit_pending to countersign_sequencer;
grant select, insert on audit_leaves, audit_checkpoints to countersign_sequencer;
grant select, insert, update (closed_size) on logs to countersign_sequencer;
grant select, insert, update (hashes) on audit_tiles to countersign_sequencer;
grant select, insert, update on audit_trees to countersign_sequencer;

-- A governed table: rows of one organisation, and no change commits without an audit event of that organisation.
create procedure govern(tbl text) language plpgsql as $$ begin
  execute format('alter table countersign.%I enable row level security', tbl);
  execute format('create policy tenant_only on countersign.%I using (org_id = current_setting(''countersign.org'', true)) with check (org_id = current_setting(''countersign.org'', true))', tbl);
  execute format('create constraint trigger %I after insert or update or delete on countersign.%I deferrable initially deferred for each row execute function countersign.require_audit_event()', tbl || '_audited', tbl);
  execute format('grant select, insert, update, delete on countersign.%I to countersign_app', tbl);
end $$;
-- The same, but rows are never changed or removed once written.
create procedure govern_insert_only(tbl text) language plpgsql as $$ begin
  call countersign.govern(tbl);
  execute format('revoke update, delete on countersign.%I from countersign_app', tbl);
end $$;
-- Rows of one organisation that need no audit event (the reason stands in db/unaudited.json).
create procedure tenant_table(tbl text) language plpgsql as $$ begin
  execute format('alter table countersign.%I enable row level security', tbl);
  execute format('create policy tenant_only on countersign.%I using (org_id = current_setting(''countersign.org'', true)) with check (org_id = current_setting(''countersign.org'', true))', tbl);
  execute format('grant select, insert, update, delete on countersign.%I to countersign_app', tbl);
end $$;

create table idempotency_keys (org_id text not null, credential text not null, key text not null, operation text not null, request_sha256 text not null,
  response jsonb not null, created_at timestamptz not null default clock_timestamp(), primary key (org_id, credential, key));
call tenant_table('idempotency_keys');
reset role;
