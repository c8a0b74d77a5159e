/** What people of the demonstration wrote. */
export const triagePurpose =
  'Reads a short note of the front desk and proposes one of five triage levels to the nurse, who decides. It never speaks to patients and never sends anybody home.';

export const trainingPurpose =
  'The triage assistant in the training room: it proposes a level for invented notes, so that new nurses can compare it with their own. No patient and no record of one comes near it.';

export const screenerPurpose =
  'Scores applications for nursing posts so that recruiters read the likeliest first. Every application is still read by a person before anybody is turned down.';

export const triagePrompt = `You assist a triage nurse. Read the note and answer with JSON only:
{"level": "red|orange|yellow|green|blue", "because": "the words that decided"}.
When two levels fit, choose the more urgent one. Never invent symptoms.

Note: {{note}}`;

export const triageIntendedUse = `# Intended use: triage assistant

Users: registered nurses at the front desk of the emergency department.
What it does: proposes one of five levels from a short written note.
What it must not be used for: self-triage by patients, telephone triage, children under three months, discharge.
Foreseeable misuse: taking the proposal without reading the note. Measure: the screen shows the note first.
If it is down: the nurse triages as before; nothing waits for it.
`;

export const screenerIntendedUse = `# Intended use: hiring screener

Users: recruiters of the hospital.
What it does: orders applications by a score; a person reads every application.
What it must not be used for: automatic refusal, pay decisions, posts other than nursing.
Foreseeable misuse: reading only the top of the list. Measure: monthly check that refusals were opened.
`;

export const ownerStatement =
  'I own the triage assistant. Its scope is the front desk of the emergency department; nurses were trained on 12 sample notes and may overrule every proposal.';
