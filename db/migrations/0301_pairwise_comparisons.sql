set local role countersign_owner;
set local search_path = countersign;
create index on judgings ((plan ->> 'runId')) where purpose = 'comparison';
create index on judgings ((plan ->> 'baselineId')) where purpose = 'comparison';
reset role;
