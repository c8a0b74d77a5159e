set local role countersign_owner;
set local search_path = countersign;
-- What became of the parameters of the prompt version in this run; null when it has none, or for recorded outputs.
alter table runs add column prompt_parameters jsonb;
reset role;
