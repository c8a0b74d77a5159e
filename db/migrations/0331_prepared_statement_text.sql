set local role countersign_owner;
set local search_path = countersign;
-- The text that was shown, for whoever authenticates at the identity provider and comes back to it.
alter table esign_nonces add column shown text not null default '';
reset role;
