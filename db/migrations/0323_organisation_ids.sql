set local role countersign_owner;
set local search_path = countersign;
-- The organisations that are open, for jobs that go round all of them; the application reads nothing else of others.
create function open_organisations() returns setof text language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select id from countersign.organisations where closed_at is null order by id $$;
revoke all on function open_organisations() from public;
grant execute on function open_organisations() to countersign_app;
reset role;
