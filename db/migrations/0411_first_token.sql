set local role countersign_owner;
set local search_path = countersign;
-- Milliseconds to the first token of an answer that was streamed.
alter table run_results add column first_token_ms double precision;
reset role;
