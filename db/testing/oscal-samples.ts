const param = (id: string, label: string) => ({ id, label });

/** A catalog as NIST writes its own: groups, enhancements inside their control, parameters, withdrawn controls. The texts
 *  are ours. */
export const accessCatalog = {
  catalog: {
    uuid: '0b1c2d3e-1111-4222-8333-444455556666',
    metadata: {
      title: 'Access and audit',
      'last-modified': '2026-02-04T23:16:00.000-00:00',
      version: '5.1.1+u4',
      'oscal-version': '1.1.3',
    },
    groups: [
      {
        id: 'ac',
        class: 'family',
        title: 'Access',
        controls: [
          {
            id: 'ac-2',
            class: 'SP800-53',
            title: 'Accounts',
            params: [
              param('ac-02_odp.01', 'time of inactivity'),
              {
                id: 'ac-02_odp.02',
                select: {
                  'how-many': 'one-or-more',
                  choice: ['the owner', 'the team after {{ insert: param, ac-02_odp.01 }}'],
                },
              },
            ],
            props: [
              { name: 'label', value: 'AC-02', class: 'zero-padded' },
              { name: 'label', value: 'AC-2' },
              { name: 'sort-id', value: 'ac-02' },
              { name: 'scope', value: 'not a scope of ours', ns: 'https://example.org/ns' },
            ],
            parts: [
              {
                id: 'ac-2_smt',
                name: 'statement',
                parts: [
                  {
                    id: 'ac-2_smt.a',
                    name: 'item',
                    props: [{ name: 'label', value: 'a.' }],
                    prose: 'Name who answers for each account;',
                    parts: [
                      {
                        id: 'ac-2_smt.a.1',
                        name: 'item',
                        props: [{ name: 'label', value: '1.' }],
                        prose: 'tell {{ insert: param, ac-02_odp.02 }}; and',
                      },
                    ],
                  },
                  {
                    id: 'ac-2_smt.b',
                    name: 'item',
                    props: [{ name: 'label', value: 'b.' }],
                    prose: 'close it after {{ insert: param, ac-02_odp.01 }}.',
                  },
                ],
              },
              { id: 'ac-2_gdn', name: 'guidance', prose: 'Shared accounts are accounts too.' },
            ],
            controls: [
              {
                id: 'ac-2.1',
                title: 'Accounts | Without people',
                params: [param('ac-02.01_odp', 'means')],
                props: [{ name: 'label', value: 'AC-2(1)' }],
                parts: [{ name: 'statement', prose: 'Keep accounts by {{ insert: param, ac-02.01_odp }}.' }],
              },
              {
                id: 'ac-2.10',
                title: 'Accounts | Old',
                props: [{ name: 'status', value: 'withdrawn' }],
              },
            ],
          },
        ],
      },
      {
        id: 'au',
        title: 'Audit',
        controls: [
          {
            id: 'AU-3_x',
            title: 'Records',
            parts: [{ name: 'statement', prose: 'Write down what happened.' }],
          },
        ],
      },
    ],
  },
};

export const accessProfile = (
  imported: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
) => ({
  profile: {
    uuid: '9b1c2d3e-1111-4222-8333-444455556666',
    metadata: {
      title: 'House baseline',
      'last-modified': '2026-11-01T00:00:00Z',
      version: '1',
      'oscal-version': '1.1.3',
    },
    imports: [imported],
    ...more,
  },
});
