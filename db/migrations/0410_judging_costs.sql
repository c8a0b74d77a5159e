set local role countersign_owner;
set local search_path = countersign;
-- What judges and scorers took, apart from the answers: by measure, and in decimal US dollars.
alter table run_results add column judging jsonb;
alter table run_results add column judge_cost text;
alter table runs add column judge_cost text;
alter table runs add column judge_calls int not null default 0;
alter table runs add column unpriced_judge_calls int not null default 0;
reset role;
