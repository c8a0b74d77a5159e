set local role countersign_owner;
set local search_path = countersign;
-- Digest of the answers about the system that the signer saw; null = they did not matter, or the signature is older.
alter table signoffs add column answers text;
reset role;
