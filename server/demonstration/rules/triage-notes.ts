import { type TriageLevel, triageLevels } from '../rules/triage';

/** Sixty invented notes, no person's; each with the level that its author expects. */
const written = `
red | Man, 61, collapsed in the waiting area, not breathing, colleagues started compressions.
red | Child, 4, found in a pool, unresponsive, cold skin.
red | Woman, 33, seizing for ten minutes, no history known.
red | Cyclist hit by a lorry, massive bleeding from the thigh.
red | Infant, 8 months, blue lips, weak cry, ribs drawing in.
red | Man, 70, no pulse felt at the wrist, grey and sweating.
red | Woman, 45, stung by a wasp, throat closing, voice gone, drowsy.
red | Teenager pulled from a house fire, unresponsive, soot around the mouth.
orange | Man, 58, crushing chest pain for 30 minutes, sweating.
orange | Woman, 72, slurred speech and weak right arm since breakfast.
orange | Man, 66, facial droop noticed by his wife an hour ago.
orange | Girl, 9, severe allergic reaction after peanuts, hives, breathing fast but talking.
orange | Student, 20, fever, stiff neck, light hurts the eyes.
orange | Woman, 29, asthma attack, cannot finish sentences.
orange | Man, 41, suicidal with a plan, calm, accompanied by his brother.
orange | Woman, 50, severe pain in the flank, rolling on the floor.
orange | Man, 63, vomiting blood twice this morning.
orange | Three-week-old newborn with fever of 38.6.
orange | Teenager took an overdose of paracetamol two hours ago.
orange | Cook with a burn to the face from hot oil, eyes spared.
orange | Woman, 31, pregnant 34 weeks, blurred vision and swollen hands, blood pressure 170.
orange | Man, 55, back pain tearing into the belly, pale, known aneurysm.
yellow | Boy, 12, fell on the wrist, likely fracture, moderate pain.
yellow | Woman, 84, dehydrated after two days of diarrhoea, alert.
yellow | Carpenter with a deep cut in the palm, bleeding stopped with pressure.
yellow | Man, 25, high fever and cough for three days.
yellow | Woman, 38, persistent vomiting since yesterday, drinks small sips.
yellow | Man, 47, known kidney stone, pain returned, 6 of 10.
yellow | Woman, 60, dizzy when standing, new blood pressure tablets.
yellow | Woman, 35, palpitations since noon, pulse 110 and regular.
yellow | Boy, 7, known asthma, wheezing, speaks in full sentences.
yellow | Man, 30, head injury at football, brief confusion, now clear.
yellow | Woman, 27, migraine with usual aura, tablets did not help.
yellow | Woman, 24, lower belly pain on the right, 5 of 10, fever 38.
yellow | Man, 52, red hot swollen calf since a long flight.
yellow | Woman, 69, nosebleed for an hour on blood thinners.
yellow | Man, 44, diabetic, sugar 19, thirsty, alert.
yellow | Girl, 6, fell from a swing, elbow swollen, will not move the arm.
green | Woman, 22, twisted ankle, can walk with a limp.
green | Man, 36, sore throat for two days, drinks well.
green | Boy, 10, small graze on the knee from a fall.
green | Woman, 40, burning when passing water, no fever.
green | Man, 28, insect bite on the arm, itchy, no spreading.
green | Woman, 55, earache since yesterday.
green | Man, 33, back ache after lifting boxes, walks normally.
green | Girl, 3, cough and runny nose, playing.
green | Woman, 48, rash on both arms after gardening.
green | Man, 50, splinter under the thumb nail.
green | Woman, 19, mild headache after a night without sleep.
green | Boy, 14, nosebleed that stopped on the way here.
green | Man, 26, superficial cut on a finger, bleeding stopped.
green | Woman, 30, worried by a fever of 37.9 since this morning, feels fine.
blue | Man, 61, needs a repeat prescription of his tablets.
blue | Woman, 29, asks for a sick note for last week.
blue | Man, 45, wants to remove stitches placed ten days ago.
blue | Woman, 52, knee ache for months, no change.
blue | Man, 24, asks about a travel vaccination.
blue | Woman, 67, wants to hear test results of last week.
blue | Man, 38, wart on the foot since last year.
blue | Woman, 43, asks whether her referral letter has arrived.
`;

export interface TriageNote {
  readonly id: string;
  readonly note: string;
  readonly expected: TriageLevel;
}

export const triageNotes: readonly TriageNote[] = written
  .trim()
  .split('\n')
  .map((line, i) => {
    const [level = '', note = ''] = line.split(' | ');
    const expected = triageLevels.find((known) => known === level);
    if (!expected) throw new Error(`triage note ${i + 1} has no level`);
    return { id: `note-${String(i + 1).padStart(2, '0')}`, note, expected };
  });
