set local role countersign_owner;
set local search_path = countersign;

create table organisations (
  id text primary key, org_id text not null check (org_id = id), name text not null, demonstration boolean not null,
  created_at timestamptz not null default now(), closed_at timestamptz);
create table people (
  id text primary key, org_id text not null, name text not null, email text unique check (email = lower(email)),
  created_by text not null, created_at timestamptz(3) not null default now(), disabled_at timestamptz);
create index on people (org_id, created_at desc, id desc);
create table accounts (
  id text primary key, org_id text not null, person_id text not null, provider text not null check (provider in ('password', 'oidc')),
  subject text not null, password_hash text, created_at timestamptz not null default now(),
  unique (provider, subject), unique (person_id, provider), check ((provider = 'password') = (password_hash is not null)));
create table sessions (
  id text primary key, org_id text not null, person_id text not null, account_id text not null, token_hash text not null unique,
  method text not null, auth_time timestamptz not null, created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(), expires_at timestamptz not null, revoked_at timestamptz);
create index on sessions (org_id, person_id);
create index on sessions (org_id, expires_at);
create table invitations (
  id text primary key, org_id text not null, person_id text not null, token_hash text not null unique, created_by text not null,
  created_at timestamptz not null default now(), expires_at timestamptz not null, ended_at timestamptz);
create index on invitations (org_id, person_id);
create table role_grants (
  id text primary key, org_id text not null, person_id text not null, role text not null,
  scope text not null check (scope = 'org' or scope ~ '^system/sys_'),
  system_id text generated always as (case when scope <> 'org' then substring(scope from 8) end) stored,
  requested_by text not null, created_at timestamptz(3) not null default now(), approved_by text, from_at timestamptz, to_at timestamptz,
  check (approved_by <> person_id and approved_by <> requested_by));
create unique index on role_grants (org_id, person_id, role, scope) where to_at is null;
create index on role_grants (org_id, created_at desc, id desc);
create table api_tokens (
  id text primary key, org_id text not null, person_id text not null, name text not null, token_hash text not null unique,
  scopes jsonb not null, system_ids jsonb, created_at timestamptz(3) not null default now(), expires_at timestamptz not null, revoked_at timestamptz,
  check (expires_at <= created_at + interval '91 days'));
create index on api_tokens (org_id, created_at desc, id desc);
create table api_token_uses (token_id text primary key, org_id text not null, last_used_at timestamptz not null);
-- Buckets of attempts by account and by network address: a few characters of a digest each, so the table is bounded.
create table sign_in_attempts (bucket text primary key, failures int not null default 0, blocked_until timestamptz not null default now(), updated_at timestamptz not null default now());
alter table sign_in_attempts enable row level security;

call govern('organisations');
call govern('people');
call govern('accounts');
call govern('invitations');
call govern('role_grants');
call govern('api_tokens');
call tenant_table('sessions');
call tenant_table('api_token_uses');
revoke delete on organisations, people, invitations, role_grants, api_tokens from countersign_app;

-- What must be found before the organisation is known. Each answers one exact secret or name, never a list.
create function signed_in_person(p_person text) returns jsonb language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('personId', p.id, 'name', p.name, 'email', p.email, 'orgId', o.id,
    'organisation', o.name, 'demonstration', o.demonstration,
    'grants', coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'systemId', g.system_id) order by g.role, g.scope)
      from countersign.role_grants g where g.org_id = p.org_id and g.person_id = p.id and g.from_at is not null and g.to_at is null), '[]'))
  from countersign.people p join countersign.organisations o on o.id = p.org_id
  where p.id = p_person and p.disabled_at is null and o.closed_at is null $$;

create function find_session(p_token_hash text) returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare s countersign.sessions; begin
  select * into s from countersign.sessions where token_hash = p_token_hash and revoked_at is null
    and expires_at > clock_timestamp() and seen_at > clock_timestamp() - interval '2 hours';
  if not found then return null; end if;
  if s.seen_at < clock_timestamp() - interval '1 minute' then
    update countersign.sessions set seen_at = clock_timestamp() where id = s.id; end if;
  return countersign.signed_in_person(s.person_id) || jsonb_build_object('id', s.account_id, 'session',
    jsonb_build_object('id', s.id, 'method', s.method, 'authTime', floor(extract(epoch from s.auth_time))::bigint)); end $$;

create function find_api_token(p_token_hash text) returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare t countersign.api_tokens; begin
  select * into t from countersign.api_tokens where token_hash = p_token_hash and revoked_at is null and expires_at > clock_timestamp();
  if not found then return null; end if;
  if not exists (select 1 from countersign.api_token_uses where token_id = t.id and last_used_at > clock_timestamp() - interval '1 minute') then
    insert into countersign.api_token_uses as u (token_id, org_id, last_used_at) values (t.id, t.org_id, clock_timestamp())
      on conflict (token_id) do update set last_used_at = excluded.last_used_at; end if;
  return countersign.signed_in_person(t.person_id)
    || jsonb_build_object('id', t.id, 'tokenName', t.name, 'scopes', t.scopes, 'systemIds', t.system_ids); end $$;

create function find_account(p_provider text, p_subject text) returns jsonb language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('accountId', a.id, 'personId', a.person_id, 'orgId', a.org_id, 'passwordHash', a.password_hash,
    'open', p.disabled_at is null and o.closed_at is null)
  from countersign.accounts a join countersign.people p on p.id = a.person_id join countersign.organisations o on o.id = a.org_id
  where a.provider = p_provider and a.subject = p_subject $$;

create function find_person_to_link(p_email text) returns jsonb language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('personId', p.id, 'orgId', p.org_id)
  from countersign.people p join countersign.organisations o on o.id = p.org_id
  where p.email = p_email and p.disabled_at is null and o.closed_at is null
    and not exists (select 1 from countersign.accounts a where a.person_id = p.id and a.provider = 'oidc') $$;

create function find_invitation(p_token_hash text) returns jsonb language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('invitationId', i.id, 'personId', p.id, 'orgId', o.id, 'organisation', o.name, 'name', p.name, 'email', p.email)
  from countersign.invitations i join countersign.people p on p.id = i.person_id join countersign.organisations o on o.id = i.org_id
  where i.token_hash = p_token_hash and i.ended_at is null and i.expires_at > clock_timestamp() and p.disabled_at is null and o.closed_at is null $$;

-- Which organisations there are, for the first visit; inside a transaction it also keeps a second set-up out.
create function installation_state(p_lock boolean) returns jsonb language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if p_lock then perform pg_advisory_xact_lock(7261010); end if;
  return (select jsonb_build_object('organisation', coalesce(bool_or(not demonstration), false), 'demonstration', coalesce(bool_or(demonstration), false))
    from countersign.organisations where closed_at is null); end $$;

-- Counts an attempt before it is judged, so that parallel guesses do not slip through. Answers the seconds to wait, 0 = go ahead.
-- Beyond the free attempts each failure doubles the wait, from ten seconds up to five minutes; an hour of quiet forgets them.
create function begin_sign_in(p_buckets text[], p_free int[]) returns int language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare r countersign.sign_in_attempts; wait int := 0; n int; now_at timestamptz := clock_timestamp(); begin
  delete from countersign.sign_in_attempts where bucket in (select bucket from countersign.sign_in_attempts
    where updated_at < now_at - interval '1 hour' and not bucket = any (p_buckets) limit 100 for update skip locked);
  for i in 1 .. array_length(p_buckets, 1) loop
    insert into countersign.sign_in_attempts (bucket) values (p_buckets[i]) on conflict do nothing;
    select * into r from countersign.sign_in_attempts where bucket = p_buckets[i] for update;
    wait := greatest(wait, ceil(extract(epoch from r.blocked_until - now_at))::int);
  end loop;
  if wait > 0 then return wait; end if;
  for i in 1 .. array_length(p_buckets, 1) loop
    update countersign.sign_in_attempts a set updated_at = now_at,
      failures = case when a.updated_at < now_at - interval '1 hour' then 1 else a.failures + 1 end
      where bucket = p_buckets[i] returning failures into n;
    if n > p_free[i] then update countersign.sign_in_attempts
      set blocked_until = now_at + make_interval(secs => least(300, 5 * power(2, least(n - p_free[i], 10)))) where bucket = p_buckets[i]; end if;
  end loop;
  return 0; end $$;
create function sign_in_succeeded(p_account text, p_address text) returns void language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from countersign.sign_in_attempts where bucket = p_account;
  update countersign.sign_in_attempts set failures = greatest(failures - 1, 0), blocked_until = least(blocked_until, clock_timestamp()) where bucket = p_address; $$;

do $$ declare f text; begin foreach f in array array['signed_in_person(text)', 'find_session(text)', 'find_api_token(text)', 'find_account(text, text)',
  'find_person_to_link(text)', 'find_invitation(text)', 'installation_state(boolean)', 'begin_sign_in(text[], int[])', 'sign_in_succeeded(text, text)'] loop
  execute format('revoke execute on function countersign.%s from public', f);
  if f <> 'signed_in_person(text)' then execute format('grant execute on function countersign.%s to countersign_app', f); end if; end loop; end $$;
reset role;
