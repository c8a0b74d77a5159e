set local role countersign_owner;
set local search_path = countersign;
-- Which of these files a row of any organisation names. Every column that names a file ends in sha256.
create function files_in_use(p_sha256 text[]) returns setof text language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare c record; begin
  for c in select a.attrelid::regclass as tbl, a.attname as col from pg_attribute a join pg_class t on t.oid = a.attrelid
    where t.relnamespace = 'countersign'::regnamespace and t.relkind = 'r' and a.attname like '%sha256' and a.atttypid = 'text'::regtype and not a.attisdropped
  loop return query execute format('select %I from %s where %I = any ($1)', c.col, c.tbl, c.col) using p_sha256; end loop; end $$;
-- Answers kept for repeated requests and prepared statements that nobody signed. Answers how many rows went.
create function forget_old() returns bigint language sql security definer set search_path = pg_catalog, pg_temp as $$
  with keys as (delete from countersign.idempotency_keys where created_at < now() - interval '7 days' returning 1),
    nonces as (delete from countersign.esign_nonces where expires_at < now() - interval '1 day' returning 1)
  select (select count(*) from keys) + (select count(*) from nonces) $$;
revoke all on function files_in_use(text[]), forget_old() from public;
grant execute on function files_in_use(text[]), forget_old() to countersign_app;
reset role;
