/** Levels of a five-step hospital triage, from the most to the least urgent. */
export const triageLevels = ['red', 'orange', 'yellow', 'green', 'blue'] as const;
export type TriageLevel = (typeof triageLevels)[number];

/**
 * The assistant of the demonstration: the first line with a phrase that the note contains decides, else green. Crude on
 * purpose: it stands in for a model that costs nothing, needs no network and answers the same every time.
 */
export const triageRules: readonly (readonly [TriageLevel, readonly string[]])[] = [
  ['red', ['not breathing', 'unresponsive', 'no pulse', 'blue lips', 'seizing', 'massive bleeding']],
  [
    'orange',
    [
      'chest pain',
      'slurred speech',
      'facial droop',
      'severe allergic',
      'stiff neck',
      'cannot finish sentences',
    ],
  ],
  [
    'orange',
    ['suicidal', 'severe pain', 'vomiting blood', 'newborn with fever', 'overdose', 'burn to the face'],
  ],
  ['yellow', ['moderate pain', 'dehydrated', 'deep cut', 'fracture', 'high fever', 'persistent vomiting']],
  ['yellow', ['kidney stone', 'dizzy', 'palpitations', 'asthma', 'head injury', 'migraine']],
  [
    'blue',
    ['repeat prescription', 'sick note', 'remove stitches', 'for months', 'vaccination', 'test results'],
  ],
];

/** The recorded answer of the assistant to one note: JSON with `level` and the phrase that decided. */
export function triageAnswer(note: string): { level: TriageLevel; because: string } {
  const text = note.toLowerCase();
  for (const [level, phrases] of triageRules) {
    const because = phrases.find((phrase) => text.includes(phrase));
    if (because !== undefined) return { level, because };
  }
  return { level: 'green', because: 'nothing urgent is mentioned' };
}
