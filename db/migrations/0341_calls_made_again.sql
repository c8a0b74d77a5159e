set local role countersign_owner;
set local search_path = countersign;
alter table runs add column asked_to int not null default 0;
alter table runs add column taken_again int not null default 0;
alter table runs add column again_count int not null default 0;
alter table run_results add column asked_again boolean not null default false;
reset role;
